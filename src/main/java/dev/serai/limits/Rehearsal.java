package dev.serai.limits;

import dev.serai.call.Call;
import dev.serai.call.Candidate;
import dev.serai.call.Refusal;
import dev.serai.leases.Quota.Shortage;
import dev.serai.leases.Standing;
import dev.serai.limits.LimitOutlook.Outcome;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** An attempt that takes nothing: it looks where a call would take, and notes what it saw. */
final class Rehearsal extends Admission {
  private final BiFunction<Limit, String, Standing> figures;
  private final Map<Live, Standing> standings = new IdentityHashMap<>();
  private final Map<Live, Outcome> outcomes = new IdentityHashMap<>();
  private final Map<Live, Long> needs = new IdentityHashMap<>();
  private final Map<Candidate, String> dropped = new HashMap<>();

  Rehearsal(
      Limits.Parts parts,
      Call call,
      Applying applying,
      long now,
      BiFunction<Limit, String, Standing> figures) {
    super(parts, call, applying, now);
    this.figures = figures;
  }

  LimitOutlook.Said run() {
    Refusal refusal = null;
    try {
      attempt(true);
    } catch (Refusal refused) {
      refusal = refused;
    }
    List<LimitOutlook.Row> rows = new ArrayList<>();
    for (int i = 0; i < applying.size(); i++) rows.add(row(applying.get(i), refusal != null));
    return new LimitOutlook.Said(
        rows, refusal == null ? demand.candidates() : List.of(), dropped, refusal);
  }

  private LimitOutlook.Row row(Live live, boolean refused) {
    Outcome outcome = outcomes.get(live);
    if (outcome == null) outcome = refused ? Outcome.NOT_REACHED : Outcome.NOT_CONCERNED;
    return LimitOutlook.Row.of(live, standing(live), needs.get(live), outcome);
  }

  @Override
  boolean takeFrom(Live live, long amount) {
    boolean enough = room(live) >= amount;
    needs.put(live, amount);
    if (enough) outcomes.put(live, Outcome.PASSES);
    return enough;
  }

  @Override
  void charge(Live live, long amount) {
    needs.put(live, amount);
    outcomes.put(live, room(live) >= amount ? Outcome.PASSES : Outcome.WARNS);
  }

  /** What nobody holds, and what this replica has at hand. */
  private long room(Live live) {
    return standing(live).left() + (live.quota.known() ? live.quota.available() : 0);
  }

  @Override
  Standing standing(Live live) {
    return standings.computeIfAbsent(live, l -> figures.apply(l.limit, l.member));
  }

  /** All replicas were looked at: nobody is left to ask. */
  @Override
  Shortage shortageOf(Live live, long amount) {
    return Shortage.FULL;
  }

  @Override
  void putBack(Live live, long amount) {}

  @Override
  void markFull(Live live) {}

  @Override
  @Nullable Live refusingStill() {
    return null;
  }

  @Override
  void drop(Live refusing) {
    List<Candidate> before = demand.candidates();
    outcomes.put(refusing, Outcome.REFUSES);
    super.drop(refusing);
    outcomes.clear(); // the rest is weighed anew
    outcomes.put(refusing, Outcome.DROPS);
    for (Candidate candidate : before)
      if (!demand.candidates().contains(candidate)) dropped.put(candidate, refusing.limit.id());
  }

  /** Without a reservation. */
  @Override
  Call passed() {
    return call.withCandidates(demand.candidates());
  }
}
