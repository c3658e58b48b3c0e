package dev.serai.limits;

import dev.serai.call.Caller;
import dev.serai.call.Refusal;
import dev.serai.leases.Standing;
import dev.serai.limits.Explanation.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How limits stand, for people who ask. From memory. */
record Readings(Limits.Parts parts, LiveQuotas live, LimitIndex index, KeyRates rates) {

  List<LimitStanding> of(Caller caller) {
    return lives(caller).stream().map(this::standing).toList();
  }

  Optional<LimitStanding> standing(String limitId, String member) {
    Level level = index.byId(limitId);
    if (level == null) level = rates.byId(limitId);
    Live known = level == null ? null : level.known(member);
    return known == null || !known.serves(parts.clock().millis())
        ? Optional.empty()
        : Optional.of(standing(known));
  }

  List<Explanation> explain(Caller caller) {
    return lives(caller).stream().map(this::explain).toList();
  }

  /** End users' own ones are not among them: the caller is not one of them. */
  private List<Live> lives(Caller caller) {
    long now = parts.clock().millis();
    List<Live> lives = new ArrayList<>();
    for (Scope scope : Scope.values()) {
      if (scope == Scope.END_USER) continue;
      String member = scope == Scope.GROUP_MEMBER ? caller.principal() : "";
      for (Level level : index.of(scope, caller)) add(lives, level.at(member, now, live));
      if (scope != Scope.KEY) continue;
      Level rate = rates.of(caller, now, live);
      if (rate != null) add(lives, rate.at("", now, live));
    }
    return lives;
  }

  private static void add(List<Live> lives, @Nullable Live live) {
    if (live != null) lives.add(live);
  }

  private LimitStanding standing(Live of) {
    return new LimitStanding(of.limit, of.member, of.period, parts.quotas().standing(of.quota));
  }

  private Explanation explain(Live of) {
    LimitStanding reading = standing(of);
    Standing standing = reading.standing();
    Limit limit = of.limit;
    if (standing.left() > 0) return new Explanation(reading, Verdict.PASSES, left(limit, standing));
    if (!limit.blocks())
      return new Explanation(
          reading, Verdict.COUNTS, limit.paused() ? "It is paused." : "It only warns.");
    Refusal refusal = parts.sentences().full(of, standing, 1, parts.clock().millis());
    Verdict verdict = standing.spent() >= limit.cap() ? Verdict.REFUSES : Verdict.WAITS;
    return new Explanation(reading, verdict, String.valueOf(refusal.getMessage()));
  }

  private static String left(Limit limit, Standing standing) {
    Measure measure = limit.measure();
    return "%s of %s %s are left."
        .formatted(measure.text(standing.left()), measure.text(limit.cap()), measure.unit());
  }
}
