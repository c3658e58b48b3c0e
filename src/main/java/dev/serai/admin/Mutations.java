package dev.serai.admin;

import dev.serai.access.AuditTrail;
import dev.serai.access.AuditTrail.Entry;
import dev.serai.database.Changes;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * How every endpoint changes something: the change and its row in the audit log are one
 * transaction, and what was changed is in force on return. A create goes through {@link
 * Idempotency} instead, which does the same once per key, and calls {@link #created} within.
 */
@Component
public class Mutations {
  private final TransactionTemplate transactions;
  private final Changes changes;
  private final AuditTrail trail;

  public Mutations(TransactionTemplate transactions, Changes changes, AuditTrail trail) {
    this.transactions = transactions;
    this.changes = changes;
    this.trail = trail;
  }

  /**
   * What is changed.
   *
   * @param action {@code resource.verb}, such as {@code key.revoke}
   * @param resource kind of thing
   * @param match value of {@code If-Match}, null when it was not sent
   */
  public record Target(String action, String resource, String id, @Nullable String match) {
    public static Target of(String action, String resource, String id) {
      return new Target(action, resource, id, null);
    }

    /**
     * @param ifMatch value of {@code If-Match}, null when it was not sent
     */
    public Target matching(@Nullable String ifMatch) {
      return new Target(action, resource, id, ifMatch);
    }
  }

  /**
   * Without a row when it changes nothing.
   *
   * @param state what it is, as shown to admins and without secrets: asked before the change for
   *     the audit row and for {@code If-Match}; may lock the row
   * @param change gets that state and answers with the new one
   * @throws Problem 412 when {@code If-Match} names another state
   */
  public <T> T update(Target target, Supplier<T> state, Function<T, T> change) {
    return update(target, Function.identity(), state, change);
  }

  /**
   * As {@link #update(Target, Supplier, Function)}, of what is kept in another form than admins
   * see.
   *
   * @param shown what they see of it, without secrets
   */
  public <T, V> T update(
      Target target, Function<T, V> shown, Supplier<T> state, Function<T, T> change) {
    return inTransaction(
        () -> {
          T before = state.get();
          V was = shown.apply(before);
          Etags.check(target.match(), was);
          T after = change.apply(before);
          V is = shown.apply(after);
          if (!was.equals(is)) append(target, was, is);
          return after;
        });
  }

  /** As {@link #update}, of what is not there afterwards. */
  public <T> void delete(Target target, Supplier<T> state, Runnable change) {
    inTransaction(
        () -> {
          T before = state.get();
          Etags.check(target.match(), before);
          change.run();
          append(target, before, null);
          return before;
        });
  }

  /** Writes down what the running transaction has made. */
  public <T> T created(String action, String resource, String id, T state) {
    trail.append(Entry.of(action, resource, id).change(null, state));
    return state;
  }

  /**
   * Writes down what the running transaction has changed.
   *
   * @param is null when it is gone
   */
  public void changed(String action, String resource, String id, Object was, @Nullable Object is) {
    append(Target.of(action, resource, id), was, is);
  }

  /** Writes down that the actor was shown what is somebody else's. */
  public void read(String action, String resource, String id, Map<String, String> details) {
    trail.append(Entry.of(action, resource, id).with(details));
  }

  private void append(Target target, @Nullable Object was, @Nullable Object is) {
    trail.append(Entry.of(target.action(), target.resource(), target.id()).change(was, is));
  }

  private <T> T inTransaction(Supplier<T> work) {
    boolean inner = TransactionSynchronizationManager.isActualTransactionActive();
    T result =
        Objects.requireNonNull(
            transactions.execute(
                _ -> {
                  changes.bump(); // before any row is locked: everybody has it in that order
                  return work.get();
                }));
    if (!inner) changes.refreshNow();
    return result;
  }
}
