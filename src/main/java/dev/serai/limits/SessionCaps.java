package dev.serai.limits;

import dev.serai.admin.Page;
import dev.serai.leases.UsedBefore;
import dev.serai.providers.Owner;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToLongFunction;
import org.springframework.stereotype.Component;

/**
 * The limits of one session, as its user has to do with them: all are seen, and those that the user
 * set are changed. What an administrator set holds beside them. Blocks; who asks was checked.
 */
@Component
public final class SessionCaps {
  private final LimitStore store;
  private final ManagedLimits limits;
  private final Utilisation utilisation;
  private final UsedBefore before;

  SessionCaps(LimitStore store, ManagedLimits limits, Utilisation utilisation, UsedBefore before) {
    this.store = store;
    this.limits = limits;
    this.utilisation = utilisation;
    this.before = before;
  }

  /** All that are about it and how they stand, newest first. */
  public List<LimitView> of(String session) {
    List<StoredLimit> found = stored(session);
    Map<String, StandingView> standings =
        utilisation.of(found.stream().map(StoredLimit::limit).toList(), "");
    return found.stream().map(s -> LimitView.of(s, standings.get(s.limit().id()))).toList();
  }

  /**
   * From now on the user's own are these and no others; inside the caller's transaction, in force
   * as {@link ManagedLimits} says. What the session used before one was set counts for it.
   *
   * @param wanted one of a measure at most, about the session in all
   * @param used in the measure's smallest unit
   * @throws dev.serai.admin.Problem 422 for a wrong value
   */
  public void own(String session, List<NewLimit> wanted, ToLongFunction<Measure> used) {
    List<StoredLimit> own =
        stored(session).stream().filter(each -> each.owner() == Owner.USER).toList();
    for (NewLimit limit : wanted) {
      Limit checked = limits.checked(limit, false);
      Optional<StoredLimit> there = of(own, limit.measure());
      if (there.isEmpty()) add(checked, used.applyAsLong(limit.measure()));
      else if (!there.get().says(checked)) limits.take(there.get(), checked, Owner.USER);
    }
    for (StoredLimit each : own)
      if (wanted.stream().noneMatch(limit -> limit.measure() == each.limit().measure()))
        limits.remove(each);
  }

  private void add(Limit limit, long used) {
    limits.add(limit, Owner.USER);
    before.put(limit.id(), limit.window().at(limit.since(), limit.since()).start(), used);
  }

  private static Optional<StoredLimit> of(List<StoredLimit> limits, Measure measure) {
    return limits.stream().filter(each -> each.limit().measure() == measure).findFirst();
  }

  private List<StoredLimit> stored(String session) {
    LimitQuery query = new LimitQuery(Scope.SESSION, session, null, "", Page.MAX);
    return store.list(limits.organization(), query, LimitRequestStore.EVERYWHERE).stream()
        .filter(each -> each.limit().target().equals(session))
        .toList();
  }
}
