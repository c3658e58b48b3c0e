package dev.serai.limits;

import dev.serai.access.Acting;
import dev.serai.access.Permission;
import dev.serai.admin.Etags;
import dev.serai.admin.Mutations;
import dev.serai.admin.Mutations.Target;
import dev.serai.admin.Page;
import dev.serai.admin.Problem;
import dev.serai.call.Caller;
import dev.serai.call.RequestId;
import dev.serai.database.Changes;
import dev.serai.providers.Owner;
import dev.serai.tenants.Tenants;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * What admins do with limits. Each method is a transaction, with its row in the audit log, and what
 * it did is in force on this replica when it returns, on the others within a second. Inside a
 * caller's transaction it is in force after commit and {@link Changes#refreshNow}. What was spent
 * is never changed by any.
 *
 * <p>All throw {@link Problem}: 404 for a limit that is not there or that the actor may not know
 * of, 403 for what he may not do with it, 422 for a wrong value.
 */
@Component
public final class ManagedLimits {
  private static final String KIND = "limit";

  private final LimitStore store;
  private final LimitRequestStore requests;
  private final LimitPlaces places;
  private final Targets targets;
  private final Reach reach;
  private final LimitSnapshot snapshot;
  private final Tenants tenants;
  private final TransactionTemplate transactions;
  private final Changes changes;
  private final Mutations mutations;
  private final InstantSource clock;

  ManagedLimits(
      LimitStore store,
      LimitRequestStore requests,
      LimitPlaces places,
      Targets targets,
      Reach reach,
      LimitSnapshot snapshot,
      Tenants tenants,
      TransactionTemplate transactions,
      Changes changes,
      Mutations mutations,
      InstantSource clock) {
    this.store = store;
    this.requests = requests;
    this.places = places;
    this.targets = targets;
    this.reach = reach;
    this.snapshot = snapshot;
    this.tenants = tenants;
    this.transactions = transactions;
    this.changes = changes;
    this.mutations = mutations;
    this.clock = clock;
  }

  /**
   * @throws Problem 422 {@code unreachable_limit} when no call can match it
   */
  public StoredLimit create(NewLimit wanted) {
    return write(
        () -> {
          Limit limit = checked(wanted, false);
          places.creatable(limit);
          return add(limit, Owner.API);
        });
  }

  /** Those that the actor may see. */
  public Page<StoredLimit> list(LimitQuery query) {
    List<StoredLimit> found =
        store.list(organization(), query, Acting.where(Permission.GATEWAY_BUDGETS_VIEW));
    return Page.of(found, query.limit(), stored -> stored.limit().id());
  }

  public StoredLimit get(String id) {
    StoredLimit found =
        store.find(organization(), id).orElseThrow(() -> Problem.notFound("limit", id));
    return places.permitted(found, Permission.GATEWAY_BUDGETS_VIEW);
  }

  public StoredLimit update(String id, LimitPatch patch) {
    return update(id, patch, null);
  }

  /**
   * @param match value of {@code If-Match}, null = whatever its version
   */
  public StoredLimit update(String id, LimitPatch patch, @Nullable String match) {
    return change(
        "limit.update", id, match, stored -> save(stored.with(patch.on(stored.limit()), now())));
  }

  public StoredLimit reset(String id) {
    return reset(id, null);
  }

  /** From now on nothing that was used before counts. */
  public StoredLimit reset(String id, @Nullable String match) {
    return change(
        "limit.reset",
        id,
        match,
        stored -> {
          Instant now = now();
          // never back, and never the same again: the window that begins there has to be a new one
          long since = Math.max(now.toEpochMilli(), stored.limit().since() + 1);
          return save(stored.with(LimitOptions.since(stored.limit(), since), now));
        });
  }

  public void delete(String id) {
    delete(id, null);
  }

  /** Requests for more of it are denied. */
  public void delete(String id, @Nullable String match) {
    write(
        () -> {
          StoredLimit stored = locked(id, Permission.GATEWAY_BUDGETS_DELETE);
          Etags.check(match, shown(stored));
          remove(stored);
          return id;
        });
  }

  /** Those that a call of the caller may take from, in the order in which it does. */
  public List<Limit> of(Caller caller) {
    return snapshot.of(caller);
  }

  /** Made by one of them, oldest first. */
  public List<StoredLimit> of(Set<Owner> owners) {
    return store.of(organization(), owners);
  }

  /**
   * What would be made: nothing is stored.
   *
   * @param ofFile it may be about a key that was revoked since the file was written
   * @throws Problem as {@link #create}
   */
  public Limit checked(NewLimit wanted, boolean ofFile) {
    boolean insist = wanted.allowUnreachable();
    Targets.Named target = targets.resolve(wanted.scope(), wanted.target(), insist, ofFile);
    if (!insist) reach.check(wanted.provider(), wanted.models());
    LimitOptions options = wanted.options();
    return new Limit(
        RequestId.next(),
        organization(),
        wanted.scope(),
        target.id(),
        target.name(),
        wanted.measure(),
        wanted.window(),
        wanted.cap(),
        Filter.of(wanted.provider(), wanted.models()),
        options.onBreach(),
        options.estimate(),
        options.unknownPrice(),
        options.whenBlind(),
        options.thresholds(),
        options.contact(),
        options.paused(),
        now().toEpochMilli());
  }

  /** Inside the caller's transaction. */
  public StoredLimit add(Limit checked, Owner owner) {
    Instant now = now();
    StoredLimit stored = new StoredLimit(checked, owner, now, now);
    store.insert(stored, changes.bump());
    mutations.created("limit.create", KIND, checked.id(), shown(stored));
    return stored;
  }

  /** Inside the caller's transaction: takes cap and options over, and keeps what was spent. */
  public void take(StoredLimit stored, Limit checked, Owner owner) {
    Limit changed =
        LimitOptions.of(checked).on(stored.limit(), checked.targetName(), checked.cap());
    StoredLimit taken = save(new StoredLimit(changed, owner, stored.createdAt(), now()));
    mutations.changed("limit.update", KIND, changed.id(), shown(stored), shown(taken));
  }

  /** Inside the caller's transaction. */
  public void remove(StoredLimit stored) {
    store.delete(stored.limit().id(), now(), changes.bump());
    requests.denyAll(stored.limit().id(), "The limit was deleted.", now());
    mutations.changed("limit.delete", KIND, stored.limit().id(), shown(stored), null);
  }

  StoredLimit change(
      String action, String id, @Nullable String match, UnaryOperator<StoredLimit> change) {
    return mutations.update(
        new Target(action, KIND, id, match),
        ManagedLimits::shown,
        () -> locked(id, Permission.GATEWAY_BUDGETS_UPDATE),
        change);
  }

  /**
   * @throws Problem when the actor may not change it, or it is gone
   */
  void permitted(String id) {
    locked(id, Permission.GATEWAY_BUDGETS_UPDATE);
  }

  private StoredLimit locked(String id, Permission needed) {
    StoredLimit found =
        store.lock(organization(), id).orElseThrow(() -> Problem.notFound("limit", id));
    return places.permitted(found, needed);
  }

  private static LimitView shown(StoredLimit stored) {
    return LimitView.of(stored, null);
  }

  StoredLimit save(StoredLimit changed) {
    store.update(changed, changes.bump());
    return changed;
  }

  String organization() {
    return tenants.current().id();
  }

  /** What PostgreSQL keeps of it. */
  Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }

  <T> T write(Supplier<T> change) {
    boolean inner = TransactionSynchronizationManager.isActualTransactionActive();
    T result =
        Objects.requireNonNull(
            transactions.execute(
                _ -> {
                  changes.bump(); // before any row is locked: everybody has it in that order
                  return change.get();
                }));
    if (!inner) changes.refreshNow();
    return result;
  }
}
