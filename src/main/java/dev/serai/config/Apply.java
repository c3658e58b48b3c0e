package dev.serai.config;

import dev.serai.access.AuditTrail;
import dev.serai.access.AuditTrail.Entry;
import dev.serai.database.Changes;
import dev.serai.providers.Owner;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Makes the database say what a file says, all of it or nothing, in one transaction. Idempotent:
 * the same file again changes nothing. What a file made goes when the file no longer says it; what
 * was made through the API is left alone. What changed is written to the audit log.
 */
@Component
public final class Apply {
  private final TransactionTemplate transactions;
  private final Changes changes;
  private final ApplyTenants tenants;
  private final ApplyProviders providers;
  private final ApplyKeys keys;
  private final ApplyLimits limits;
  private final AuditTrail trail;

  Apply(
      TransactionTemplate transactions,
      Changes changes,
      ApplyTenants tenants,
      ApplyProviders providers,
      ApplyKeys keys,
      ApplyLimits limits,
      AuditTrail trail) {
    this.transactions = transactions;
    this.changes = changes;
    this.tenants = tenants;
    this.providers = providers;
    this.keys = keys;
    this.limits = limits;
    this.trail = trail;
  }

  /**
   * When it returns, the settings are in force on this replica.
   *
   * @param file for messages
   * @throws InvalidSettings when they clash with what was made through the API; nothing is changed
   * @throws Changes.NotYetVisible when they are stored, but this replica could not read them back
   */
  public Applied apply(Settings settings, String file, Owner owner) {
    Applied applied = run(settings, file, owner, false);
    if (applied.changed()) changes.refreshNow();
    return applied;
  }

  /** What {@link #apply} would do. */
  public Applied preview(Settings settings, String file, Owner owner) {
    return run(settings, file, owner, true);
  }

  /** Keys and limits have rows of their own beside it. */
  private void tell(String file, Applied applied) {
    List<Applied.Kind> changed = applied.kinds().stream().filter(Applied.Kind::changed).toList();
    Map<String, String> counts = new TreeMap<>();
    counts.put("file", file);
    for (Applied.Kind kind : changed)
      counts.put(
          kind.kind(),
          "%d created, %d updated, %d removed"
              .formatted(kind.created().size(), kind.updated().size(), kind.removed().size()));
    trail.append(Entry.of("config.apply", "config", "").change(null, changed).with(counts));
  }

  private Applied run(Settings settings, String file, Owner owner, boolean dryRun) {
    return Objects.requireNonNull(
        transactions.execute(
            transaction -> {
              // first of all, so that two files applied at once come one after the other
              Pass pass = new Pass(owner, changes.bump());
              tenants.apply(settings, pass);
              providers.apply(settings, pass);
              keys.apply(settings, pass);
              limits.apply(settings, pass);
              tenants.remove(settings, pass);
              if (!pass.conflicts().isEmpty()) throw new InvalidSettings(file, pass.conflicts());
              Applied applied = pass.applied(dryRun);
              if (dryRun || !applied.changed()) transaction.setRollbackOnly();
              else tell(file, applied);
              return applied;
            }));
  }
}
