package dev.serai.limits;

import dev.serai.call.Charge;
import dev.serai.call.EndedCall;
import dev.serai.call.Refusal;
import dev.serai.call.Reservation;
import dev.serai.leases.Quota.Shortage;
import dev.serai.limits.Limit.WhenBlind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What a call has taken from its limits. Used from the call's event loop, but for the answers that
 * {@link #replenish} waits for; so figures change under this.
 */
final class Held implements Reservation {
  private static final long HEAD_START = 64;
  private static final long HEAD_START_PART = 20;
  private static final long STEP = 256;
  private static final long PATIENCE_MILLIS = 2_000;
  private static final int MOST_ROUNDS = 16;
  private static final long PASSED_BY = -1;

  private final Limits.Parts parts;
  private final Applying applying;
  private final long[] reserved;
  private final @Nullable Live blind;
  private final Admission.@Nullable Warning warning;

  /** Of each quota that grows with the output: how many tokens it has room for, at what each. */
  private long[] room = {};

  private long[] perToken = {};

  /** What all of them have room for. */
  private volatile long covered = Long.MAX_VALUE;

  private boolean asking;
  private @Nullable Refusal exhausted;
  private @Nullable List<Charge> charges;

  Held(
      Limits.Parts parts,
      Applying applying,
      long[] reserved,
      @Nullable Live blind,
      Admission.@Nullable Warning warning) {
    this.parts = parts;
    this.applying = applying;
    this.reserved = reserved;
    this.blind = blind;
    this.warning = warning;
  }

  /** The reply will come piece by piece: remembers for how much of it there is room. */
  void streams(Demand demand) {
    room = new long[reserved.length];
    perToken = new long[reserved.length];
    for (int i = 0; i < reserved.length; i++) {
      room[i] = Long.MAX_VALUE;
      Limit limit = applying.get(i).limit;
      if (reserved[i] == PASSED_BY || !limit.blocks()) continue;
      Need need = demand.of(limit);
      perToken[i] = need.perOutput();
      room[i] = reserved[i] < need.amount() ? Need.LEAST_OUTPUT : need.room();
    }
    cover();
  }

  private void cover() {
    long least = Long.MAX_VALUE;
    for (long each : room) least = Math.min(least, each);
    covered = least;
  }

  @Override
  public boolean extend(long outputTokens) {
    return outputTokens + headStart(outputTokens) <= covered || grow(outputTokens);
  }

  private static long headStart(long outputTokens) {
    return Math.max(HEAD_START, outputTokens / HEAD_START_PART);
  }

  private synchronized boolean grow(long outputTokens) {
    if (charges != null) return true;
    long ahead = outputTokens + headStart(outputTokens);
    if (reach(ahead + STEP) || reach(ahead)) return true;
    askAhead(ahead);
    return outputTokens < covered || reach(outputTokens + 1);
  }

  /** Makes room for so many tokens in every quota, or changes none. */
  private boolean reach(long tokens) {
    for (int i = 0; i < room.length; i++) {
      if (room[i] >= tokens) continue;
      if (take(applying.get(i), more(i, tokens))) continue;
      for (int back = 0; back < i; back++)
        if (room[back] < tokens) applying.get(back).quota.settle(more(back, tokens), 0);
      return false;
    }
    for (int i = 0; i < room.length; i++) {
      if (room[i] >= tokens) continue;
      reserved[i] += more(i, tokens);
      room[i] = tokens;
    }
    cover();
    return true;
  }

  private boolean take(Live live, long amount) {
    if (live.quota.take(amount)) return true;
    if (!live.quota.terms().enforced()) {
      live.quota.force(amount); // since the call began the limit was paused, eased or taken away
      return true;
    }
    if (live.limit.whenBlind() != WhenBlind.ALLOW) return false;
    if (parts.quotas().shortage(live.quota, amount) != Shortage.BLIND) return false;
    live.quota.force(amount);
    parts.blindPasses().increment();
    return true;
  }

  private long more(int i, long tokens) {
    return Math.ceilDiv((tokens - room[i]) * perToken[i], Demand.PICOS);
  }

  /** Before it is needed, so that the stream need not pause. One question at a time. */
  private void askAhead(long tokens) {
    if (asking) return;
    for (int i = 0; i < room.length; i++) {
      if (room[i] >= tokens) continue;
      Live live = applying.get(i);
      if (parts.quotas().shortage(live.quota, more(i, tokens)) != Shortage.ASK) continue;
      asking = true;
      parts.quotas().ask(live.quota, more(i, tokens)).whenComplete((done, failure) -> asked());
      return;
    }
  }

  private synchronized void asked() {
    asking = false;
  }

  @Override
  public CompletionStage<Boolean> replenish(long outputTokens) {
    CompletableFuture<Boolean> answer = new CompletableFuture<>();
    answer.completeOnTimeout(false, PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
    replenish(outputTokens, answer, MOST_ROUNDS);
    return answer;
  }

  private void replenish(long outputTokens, CompletableFuture<Boolean> answer, int rounds) {
    if (answer.isDone()) return;
    if (grow(outputTokens)) {
      answer.complete(true);
      return;
    }
    CompletionStage<Void> asked = rounds == 0 ? null : askFor(outputTokens + 1);
    if (asked == null) answer.complete(false);
    else asked.whenComplete((done, failure) -> replenish(outputTokens, answer, rounds - 1));
  }

  /** Null when asking does not help. */
  private synchronized @Nullable CompletionStage<Void> askFor(long tokens) {
    for (int i = 0; i < room.length; i++) {
      if (room[i] >= tokens) continue;
      Live live = applying.get(i);
      long more = more(i, tokens);
      Shortage shortage = parts.quotas().shortage(live.quota, more);
      exhausted = refusal(live, shortage, reserved[i] + more);
      if (shortage == Shortage.ASK) return parts.quotas().ask(live.quota, more);
      if (shortage == Shortage.FULL || live.limit.whenBlind() == WhenBlind.REFUSE) return null;
    }
    return null;
  }

  private Refusal refusal(Live live, Shortage shortage, long need) {
    var standing = parts.quotas().standing(live.quota);
    return shortage == Shortage.FULL
        ? parts.sentences().full(live, standing, need, parts.clock().millis())
        : parts.sentences().unknown(live, standing, shortage == Shortage.BLIND);
  }

  @Override
  public synchronized Refusal exhausted() {
    return exhausted == null ? Reservation.super.exhausted() : exhausted;
  }

  @Override
  public Map<String, String> headers() {
    if (warning == null && blind == null) return Map.of();
    Map<String, String> headers = new LinkedHashMap<>();
    if (warning != null) headers.put("x-serai-limit-warning", warning.text());
    if (blind != null) headers.put("x-serai-limits-blind", blind.limit.id());
    return headers;
  }

  @Override
  public synchronized List<Charge> settle(EndedCall ended) {
    if (charges != null) return charges;
    Spent spent = new Spent(ended, parts.sources());
    List<Charge> kept = new ArrayList<>(reserved.length);
    for (int i = 0; i < reserved.length; i++) {
      if (reserved[i] == PASSED_BY) continue;
      Live live = applying.get(i);
      Charge charge = live.quota.settle(reserved[i], spent.of(live.limit, reserved[i]));
      if (charge != null) kept.add(charge);
    }
    charges = kept;
    spent.learn();
    return kept;
  }

  @Override
  public synchronized List<Charge> charges() {
    return charges == null ? List.of() : charges;
  }
}
