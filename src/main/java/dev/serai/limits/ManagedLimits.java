package dev.serai.limits;

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
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * What admins do with limits. Each method is a transaction, and what it did is in force on this
 * replica when it returns, on the others within a second. Inside a caller's transaction it is in
 * force after commit and {@link Changes#refreshNow}. What was spent is never changed by any.
 *
 * <p>All throw {@link Problem}: 404 for a limit that is not there, 422 for a wrong value.
 */
@Component
public final class ManagedLimits {
  private final LimitStore store;
  private final LimitRequestStore requests;
  private final Targets targets;
  private final Reach reach;
  private final LimitSnapshot snapshot;
  private final Tenants tenants;
  private final TransactionTemplate transactions;
  private final Changes changes;
  private final InstantSource clock;

  ManagedLimits(
      LimitStore store,
      LimitRequestStore requests,
      Targets targets,
      Reach reach,
      LimitSnapshot snapshot,
      Tenants tenants,
      TransactionTemplate transactions,
      Changes changes,
      InstantSource clock) {
    this.store = store;
    this.requests = requests;
    this.targets = targets;
    this.reach = reach;
    this.snapshot = snapshot;
    this.tenants = tenants;
    this.transactions = transactions;
    this.changes = changes;
    this.clock = clock;
  }

  /**
   * @throws Problem 422 {@code unreachable_limit} when no call can match it
   */
  public StoredLimit create(NewLimit wanted) {
    return write(() -> add(checked(wanted, false), Owner.API));
  }

  public List<StoredLimit> list(LimitQuery query) {
    return store.list(organization(), query);
  }

  public StoredLimit get(String id) {
    return store.find(organization(), id).orElseThrow(() -> Problem.notFound("limit", id));
  }

  public StoredLimit update(String id, LimitPatch patch) {
    return write(
        () -> {
          StoredLimit stored = locked(id);
          return save(stored.with(patch.on(stored.limit()), now()));
        });
  }

  /** From now on nothing that was used before counts. */
  public StoredLimit reset(String id) {
    return write(
        () -> {
          StoredLimit stored = locked(id);
          Instant now = now();
          // never back, and never the same again: the window that begins there has to be a new one
          long since = Math.max(now.toEpochMilli(), stored.limit().since() + 1);
          return save(stored.with(LimitOptions.since(stored.limit(), since), now));
        });
  }

  /** Requests for more of it are denied. */
  public void delete(String id) {
    write(
        () -> {
          remove(locked(id));
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
    return stored;
  }

  /** Inside the caller's transaction: takes cap and options over, and keeps what was spent. */
  public void take(StoredLimit stored, Limit checked, Owner owner) {
    Limit changed =
        LimitOptions.of(checked).on(stored.limit(), checked.targetName(), checked.cap());
    save(new StoredLimit(changed, owner, stored.createdAt(), now()));
  }

  /** Inside the caller's transaction. */
  public void remove(StoredLimit stored) {
    store.delete(stored.limit().id(), now(), changes.bump());
    requests.denyAll(stored.limit().id(), "The limit was deleted.", now());
  }

  StoredLimit locked(String id) {
    return store.lock(organization(), id).orElseThrow(() -> Problem.notFound("limit", id));
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
    T result = Objects.requireNonNull(transactions.execute(_ -> change.get()));
    if (!inner) changes.refreshNow();
    return result;
  }
}
