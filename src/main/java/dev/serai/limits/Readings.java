package dev.serai.limits;

import dev.serai.call.Caller;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** How limits stand, for people who ask. From memory. */
record Readings(Limits.Parts parts, LiveQuotas live, LimitIndex<Level> index, KeyRates rates) {

  List<LimitStanding> of(Caller caller) {
    return all(caller).stream().map(reading -> standing(reading.live())).toList();
  }

  CompletionStage<List<LimitStanding>> current(Caller caller) {
    CompletableFuture<?>[] asked =
        all(caller).stream()
            .filter(Reading::fresh)
            .map(reading -> parts.quotas().ask(reading.live().quota, 1).toCompletableFuture())
            .toArray(CompletableFuture<?>[]::new);
    return CompletableFuture.allOf(asked).thenApply(done -> of(caller));
  }

  Optional<LimitStanding> standing(String limitId, String member) {
    Level level = index.byId(limitId);
    if (level == null) level = rates.byId(limitId);
    Live known = level == null ? null : level.known(member);
    return known == null || !known.serves(parts.clock().millis()) || !known.quota.known()
        ? Optional.empty()
        : Optional.of(standing(known));
  }

  /**
   * @param fresh nobody has taken from it here: others may have
   */
  private record Reading(Live live, boolean fresh) {}

  /** End users' own ones are not among them: the caller is not one of them. */
  private List<Reading> all(Caller caller) {
    long now = parts.clock().millis();
    List<Reading> all = new ArrayList<>();
    for (Scope scope : Scope.values()) {
      if (scope == Scope.END_USER) continue;
      boolean members = scope == Scope.GROUP_MEMBER;
      if (members && caller.principal().isEmpty()) continue;
      for (Level level : index.of(scope, caller))
        add(all, level, members ? caller.principal() : "", now);
      if (scope == Scope.KEY) add(all, rates.of(caller, now, live), "", now);
    }
    return all;
  }

  private void add(List<Reading> all, @Nullable Level level, String member, long now) {
    if (level == null) return;
    Live known = level.known(member);
    Live running = level.at(member, now, live);
    if (running != null) all.add(new Reading(running, running != known));
  }

  private LimitStanding standing(Live of) {
    return new LimitStanding(of.limit, of.member, of.period, parts.quotas().standing(of.quota));
  }
}
