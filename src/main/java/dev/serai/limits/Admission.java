package dev.serai.limits;

import dev.serai.call.Call;
import dev.serai.call.Candidate;
import dev.serai.call.Refusal;
import dev.serai.leases.Quota.Shortage;
import dev.serai.limits.Limit.Estimate;
import dev.serai.limits.Limit.WhenBlind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * One attempt to take what a call needs from every limit that applies, all of it or nothing. On one
 * thread.
 */
final class Admission {
  private final Limits.Parts parts;
  private final Call call;
  private final Applying applying;
  private final Demand demand;
  private final long now;
  private final long[] taken;
  private final boolean streamed;
  private List<Candidate> candidates;
  private @Nullable Live blind;
  private @Nullable List<CompletionStage<Void>> asked;
  private @Nullable Live lacking;
  private long lack;
  private boolean stale;

  /** Not taken from: its filter leaves the call's candidates alone. */
  private static final long PASSED_BY = -1;

  Admission(Limits.Parts parts, Call call, Applying applying, long now) {
    this.parts = parts;
    this.call = call;
    this.applying = applying;
    this.demand = new Demand(call, parts.sources());
    this.now = now;
    this.taken = new long[applying.size()];
    this.streamed = Figures.streamed(call);
    this.candidates = call.candidates();
  }

  /**
   * @param last whether there is no time left to ask anybody
   * @return null when a window closed meanwhile: begin anew
   * @throws Refusal with nothing taken
   */
  @Nullable Enforcement attempt(boolean last) {
    dropUnpriced();
    while (true) {
      asked = null;
      blind = null;
      Live refusing = takeAll(last);
      if (stale) {
        giveBack(applying.size());
        return null;
      }
      if (refusing != null) {
        giveBack(applying.size());
        drop(refusing);
      } else if (asked != null) {
        giveBack(applying.size());
        return new Enforcement.Waiting(all(asked));
      } else {
        return new Enforcement.Passed(passed());
      }
    }
  }

  /** The limit that refuses, or null. What is not in memory is asked for. */
  private @Nullable Live takeAll(boolean last) {
    Arrays.fill(taken, PASSED_BY);
    for (int i = 0; i < taken.length; i++) {
      Live live = applying.get(i);
      if (!matchesAny(live.limit)) continue;
      long need = demand.amount(live.limit, candidates);
      if (take(live, need, i)) {
        stale |= live.closed();
        continue;
      }
      Shortage shortage = shortage(live, need, i);
      if (shortage == null) continue;
      stale |= live.closed();
      if (stale || shortage == Shortage.FULL || last && shortage == Shortage.ASK) return live;
      if (shortage == Shortage.ASK) ask(live);
      else if (live.limit.whenBlind() == WhenBlind.REFUSE) return live;
      else force(live, need, i);
    }
    return null;
  }

  private boolean take(Live live, long need, int at) {
    if (!live.limit.blocks()) live.quota.force(need);
    else if (!live.quota.take(need)) return false;
    taken[at] = need;
    return true;
  }

  private void force(Live live, long need, int at) {
    blind = live;
    live.quota.force(need);
    taken[at] = need;
  }

  /**
   * Why there is not enough; null when there was enough after all for a stream to begin with, which
   * is cut when that is used up.
   */
  private @Nullable Shortage shortage(Live live, long need, int at) {
    lacking = live;
    lack = need;
    Shortage shortage = parts.quotas().shortage(live.quota, need);
    if (shortage != Shortage.FULL || !streamed || live.limit.estimate() != Estimate.BALANCED)
      return shortage;
    if (!Demand.growsWithOutput(live.limit)) return shortage;
    long least = demand.least(live.limit, candidates);
    if (least >= need) return shortage;
    lack = least;
    if (live.quota.take(least)) {
      taken[at] = least;
      return null;
    }
    return parts.quotas().shortage(live.quota, least);
  }

  private void ask(Live live) {
    if (asked == null) asked = new ArrayList<>(2);
    asked.add(parts.quotas().ask(live.quota, lack));
  }

  private static CompletionStage<Void> all(List<CompletionStage<Void>> asked) {
    if (asked.size() == 1) return asked.getFirst();
    return CompletableFuture.allOf(
        asked.stream().map(CompletionStage::toCompletableFuture).toArray(CompletableFuture[]::new));
  }

  private void giveBack(int upTo) {
    for (int i = 0; i < upTo; i++)
      if (taken[i] != PASSED_BY) applying.get(i).quota.settle(taken[i], 0);
  }

  /** A limit on one provider takes that provider away; the call ends when none is left. */
  private void drop(Live refusing) {
    Limit limit = refusing.limit;
    List<Candidate> left = new ArrayList<>(candidates.size());
    if (!limit.filter().none())
      for (Candidate candidate : candidates)
        if (!limit.filter().matches(candidate)) left.add(candidate);
    if (left.isEmpty()) throw refusal(refusing);
    candidates = left;
  }

  private Refusal refusal(Live live) {
    var standing = parts.quotas().standing(live.quota);
    long need = live == lacking ? lack : 0;
    return parts.quotas().shortage(live.quota, need) == Shortage.BLIND
        ? parts.sentences().blind(live, standing)
        : parts.sentences().full(live, standing, need, now);
  }

  private boolean matchesAny(Limit limit) {
    Filter filter = limit.filter();
    if (filter.none()) return true;
    for (int i = 0; i < candidates.size(); i++) if (filter.matches(candidates.get(i))) return true;
    return false;
  }

  /** Limits in USD that refuse what has no price do so before anything is taken. */
  private void dropUnpriced() {
    for (int i = 0; i < taken.length; i++) {
      Limit limit = applying.get(i).limit;
      if (limit.measure() != Measure.USD || limit.unknownPrice() != Limit.UnknownPrice.REFUSE)
        continue;
      for (int c = 0; c < candidates.size(); c++) {
        if (unpriced(limit, candidates.get(c))) {
          dropUnpriced(limit);
          break;
        }
      }
    }
  }

  private void dropUnpriced(Limit limit) {
    String model = candidates.getFirst().model();
    candidates = candidates.stream().filter(candidate -> !unpriced(limit, candidate)).toList();
    if (candidates.isEmpty()) throw parts.sentences().unpriced(limit, model);
  }

  private boolean unpriced(Limit limit, Candidate candidate) {
    return limit.filter().matches(candidate) && !demand.priced(limit, candidate);
  }

  private Call passed() {
    Call passing = candidates == call.candidates() ? call : call.withCandidates(candidates);
    Held held = new Held(parts, applying, taken, blind, warning());
    if (streamed) held.streams(demand, candidates);
    if (blind != null) parts.blindPasses().increment();
    return passing.withReservation(held);
  }

  /** The limit that is nearest to its cap, of those past a threshold. */
  private @Nullable Warning warning() {
    Warning nearest = null;
    for (int i = 0; i < taken.length; i++) {
      if (taken[i] == PASSED_BY) continue;
      Live live = applying.get(i);
      int percent = live.warning(parts.quotas(), now, taken[i]);
      if (percent > 0 && (nearest == null || percent > nearest.percent()))
        nearest = new Warning(live.limit, percent);
    }
    return nearest;
  }

  /** To be told to the client. */
  record Warning(Limit limit, int percent) {
    String text() {
      return limit.id()
          + "; scope="
          + limit.scope().word()
          + "; measure="
          + limit.measure().word()
          + "; window="
          + limit.window().text()
          + "; used="
          + percent
          + "%";
    }
  }
}
