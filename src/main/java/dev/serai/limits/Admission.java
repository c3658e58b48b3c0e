package dev.serai.limits;

import dev.serai.call.Call;
import dev.serai.call.Candidate;
import dev.serai.call.Refusal;
import dev.serai.leases.Quota.Shortage;
import dev.serai.leases.Standing;
import dev.serai.limits.Limit.Estimate;
import dev.serai.limits.Limit.WhenBlind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One attempt to take what a call needs from every limit that applies, all of it or nothing. On one
 * thread. {@link Rehearsal} overrides what takes.
 */
class Admission {
  final Limits.Parts parts;
  final Call call;
  final Applying applying;
  final Demand demand;
  private final long now;
  final long[] taken;
  private final boolean streamed;
  private @Nullable Live blind;
  private @Nullable List<CompletionStage<Void>> asked;
  private long lack;
  private Shortage why = Shortage.ASK;
  private boolean stale;

  /** Not taken from: its filter leaves the call's candidates alone. */
  static final long PASSED_BY = -1;

  Admission(Limits.Parts parts, Call call, Applying applying, long now) {
    this.parts = parts;
    this.call = call;
    this.applying = applying;
    this.demand = new Demand(call, parts.sources());
    this.now = now;
    this.taken = new long[applying.size()];
    Arrays.fill(taken, PASSED_BY);
    this.streamed = Figures.streamed(call);
  }

  /**
   * @param last whether there is no time left to ask anybody
   * @return null when a window closed meanwhile: begin anew
   * @throws Refusal with nothing taken, as whatever else is thrown
   */
  @Nullable Enforcement attempt(boolean last) {
    try {
      return weigh(last);
    } catch (RuntimeException e) {
      giveBack();
      throw e;
    }
  }

  private @Nullable Enforcement weigh(boolean last) {
    dropUnpriced();
    while (true) {
      asked = null;
      blind = null;
      Live refusing = takeAll(last);
      if (stale) {
        giveBack();
        return null;
      }
      if (refusing != null) {
        giveBack();
        drop(refusing);
      } else if (asked != null) {
        giveBack();
        return new Enforcement.Waiting(all(asked));
      } else {
        return new Enforcement.Passed(passed());
      }
    }
  }

  /** The limit that refuses, or null. What is not in memory is asked for. */
  private @Nullable Live takeAll(boolean last) {
    Live still = refusingStill();
    if (still != null) return still;
    for (int i = 0; i < taken.length; i++) {
      Live live = applying.get(i);
      if (!demand.mayGoTo(live.limit.filter())) continue;
      Need need = demand.of(live.limit);
      if (take(live, need.amount(), i)) {
        stale |= live.closed();
        continue;
      }
      Shortage shortage = shortage(live, need, i);
      if (shortage == null) continue;
      stale |= live.closed();
      if (stale) return live;
      if (shortage == Shortage.FULL) {
        markFull(live);
        return live;
      }
      if (shortage == Shortage.ASK && !last) ask(live);
      else if (live.limit.whenBlind() == WhenBlind.REFUSE) return live;
      else force(live, need.amount(), i);
    }
    return null;
  }

  /**
   * Who was refused and comes again is told so without touching the other limits: what it took of
   * them, though for a moment only, might be what another call misses.
   */
  @Nullable Live refusingStill() {
    for (int i = 0; i < taken.length; i++) {
      Live live = applying.get(i);
      if (!live.refused || !demand.mayGoTo(live.limit.filter())) continue;
      Need need = demand.of(live.limit);
      long least = begins(live.limit) ? need.least() : need.amount();
      if (live.quota.available() >= least) live.refused = false;
      else if (shortage(live, least) == Shortage.FULL) return refusing(live);
    }
    return null;
  }

  private Live refusing(Live live) {
    why = Shortage.FULL;
    return live;
  }

  /** Whether a call may begin with less than it is likely to use. */
  private boolean begins(Limit limit) {
    return streamed && limit.estimate() == Estimate.BALANCED;
  }

  private boolean take(Live live, long need, int at) {
    if (!live.limit.blocks()) charge(live, need);
    else if (!takeFrom(live, need)) return false;
    taken[at] = need;
    return true;
  }

  private void force(Live live, long need, int at) {
    blind = live;
    charge(live, need);
    taken[at] = need;
  }

  /** All of it or nothing. */
  boolean takeFrom(Live live, long amount) {
    return live.quota.take(amount);
  }

  void charge(Live live, long amount) {
    live.quota.force(amount);
  }

  void putBack(Live live, long amount) {
    live.quota.settle(amount, 0);
  }

  void markFull(Live live) {
    live.refused = true;
  }

  Shortage shortageOf(Live live, long amount) {
    return parts.quotas().shortage(live.quota, amount);
  }

  Standing standing(Live live) {
    return parts.quotas().standing(live.quota);
  }

  /**
   * Why there is not enough; null when there was enough after all for a stream to begin with, which
   * is cut when that is used up.
   */
  private @Nullable Shortage shortage(Live live, Need need, int at) {
    why = shortage(live, need.amount());
    if (why != Shortage.FULL || !begins(live.limit)) return why;
    if (need.least() >= need.amount()) return why;
    if (!takeFrom(live, need.least())) return why = shortage(live, need.least());
    taken[at] = need.least();
    stale |= live.closed();
    return null;
  }

  /** What passes the cap by itself need not be asked for. */
  private Shortage shortage(Live live, long amount) {
    lack = amount;
    return amount > live.limit.cap() ? Shortage.FULL : shortageOf(live, amount);
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

  private void giveBack() {
    for (int i = 0; i < taken.length; i++) {
      if (taken[i] != PASSED_BY) putBack(applying.get(i), taken[i]);
      taken[i] = PASSED_BY;
    }
  }

  /** A limit on one provider takes that provider away; the call ends when none is left. */
  void drop(Live refusing) {
    Filter filter = refusing.limit.filter();
    if (filter.none()) throw refusal(refusing);
    List<Candidate> left = without(filter::matches);
    if (left.isEmpty()) throw refusal(refusing);
    demand.candidates(left);
  }

  private List<Candidate> without(Predicate<Candidate> some) {
    return demand.candidates().stream().filter(some.negate()).toList();
  }

  private Refusal refusal(Live live) {
    Standing standing = standing(live);
    return why == Shortage.FULL
        ? parts.sentences().full(live, standing, lack, now)
        : parts.sentences().unknown(live, standing, why == Shortage.BLIND);
  }

  /** Limits in USD that refuse what has no price do so before anything is taken. */
  private void dropUnpriced() {
    for (int i = 0; i < taken.length; i++) {
      Limit limit = applying.get(i).limit;
      if (limit.measure() != Measure.USD
          || limit.unknownPrice() != Limit.UnknownPrice.REFUSE
          || !limit.blocks()) continue;
      if (demand.allPriced()) return;
      String model = demand.candidates().getFirst().model();
      demand.candidates(without(c -> limit.filter().matches(c) && !demand.priced(c)));
      if (demand.candidates().isEmpty()) throw parts.sentences().unpriced(limit, model);
    }
  }

  Call passed() {
    boolean same = demand.candidates() == call.candidates();
    Call passing = same ? call : call.withCandidates(demand.candidates());
    Held held = new Held(parts, applying, taken, blind, warning());
    if (streamed) held.streams(demand);
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
