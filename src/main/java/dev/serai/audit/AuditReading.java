package dev.serai.audit;

import dev.serai.access.Acting;
import dev.serai.access.Actor;
import dev.serai.access.AuditTrail.Entry;
import dev.serai.access.Permission;
import dev.serai.access.Place;
import dev.serai.admin.Page;
import dev.serai.admin.Problem;
import dev.serai.tenants.Tenants;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Semaphore;
import javax.sql.DataSource;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The log as it is read by who may: whoever has {@code auditLog:view} at the whole organization.
 * For all others it is empty. That somebody reads it is itself written down, before they get to see
 * anything.
 */
@Component
final class AuditReading {
  private static final int BATCH = 1000;

  private final AuditRows rows;
  private final AuditLog log;
  private final AuditVerifier verifier;
  private final Tenants tenants;
  private final TransactionTemplate transactions;

  /** It reads everything: one at a time. */
  private final Semaphore verifying = new Semaphore(1);

  AuditReading(
      AuditRows rows,
      AuditLog log,
      DataSource database,
      Tenants tenants,
      TransactionTemplate transactions) {
    this.rows = rows;
    this.log = log;
    this.verifier = new AuditVerifier(database);
    this.tenants = tenants;
    this.transactions = transactions;
  }

  /**
   * @param after number of the last row of the page before, empty = from the newest on
   */
  Page<AuditView> list(AuditFilter filter, String after, int limit) {
    int more = Page.checked(limit) + 1;
    long below = after.isEmpty() ? Long.MAX_VALUE : cursor(after);
    filter.clause();
    Optional<String> organization = visible();
    if (organization.isEmpty()) return new Page<>(List.of(), "");
    viewed(organization.get(), filter.told());
    List<AuditView> found =
        rows.newest(organization.get(), filter, below, more).stream().map(AuditView::of).toList();
    return Page.of(found, limit, view -> String.valueOf(view.row().number()));
  }

  AuditView get(long number) {
    String organization =
        visible().orElseThrow(() -> Problem.notFound("row", String.valueOf(number)));
    viewed(organization, Map.of("number", String.valueOf(number)));
    return rows.find(organization, number)
        .map(AuditView::of)
        .orElseThrow(() -> Problem.notFound("row", String.valueOf(number)));
  }

  /** Name of the organization and the rows that were there then. */
  record Export(Tenants.Organization organization, AuditFilter filter, long last) {}

  /** Writes down that they are exported; {@link #rows} gives them. */
  Export export(AuditFilter filter) {
    filter.clause();
    Tenants.Organization organization = tenants.current();
    if (visible().isEmpty()) return new Export(organization, filter, 0);
    long last = rows.last(organization.id());
    Map<String, String> details = new TreeMap<>(filter.told());
    details.put("upTo", String.valueOf(last));
    log.append(Entry.of("audit.export", "audit", "").with(details));
    return new Export(organization, filter, last);
  }

  /** Takes rows that are exported, some at a time. */
  @FunctionalInterface
  interface Sink {
    void take(List<AuditRows.Linked> some) throws IOException;
  }

  /** Oldest first; nothing is held between two batches, whoever reads may be slow. */
  void rows(Export export, Sink sink) throws IOException {
    for (long after = 0; after < export.last(); after += BATCH) {
      long until = Math.min(after + BATCH, export.last());
      sink.take(rows.between(export.organization().id(), export.filter(), after, until));
    }
  }

  /**
   * @throws Problem 403 for who may not see the log, 409 while somebody else verifies
   */
  Verdict verify() {
    Tenants.Organization organization = tenants.current();
    if (visible().isEmpty()) throw Problem.forbidden(Permission.AUDIT_LOG_VIEW);
    if (!verifying.tryAcquire())
      throw Problem.conflict("already_verifying", "A chain is being verified. Try again later.");
    try {
      Verdict verdict = verifier.verify(organization.id(), organization.name(), (_, _) -> {});
      Map<String, String> details = new TreeMap<>();
      details.put("rows", String.valueOf(verdict.rows()));
      details.put("ok", String.valueOf(verdict.ok()));
      if (verdict.fault() != null) details.put("fault", verdict.fault().sentence());
      log.append(Entry.of("audit.verify", "audit", "").with(details));
      return verdict;
    } finally {
      verifying.release();
    }
  }

  /** The organization whose log the actor may see. */
  private Optional<String> visible() {
    String organization = tenants.current().id();
    boolean may = Acting.may(Permission.AUDIT_LOG_VIEW, Place.organization(organization));
    return may ? Optional.of(organization) : Optional.empty();
  }

  /** At most once a minute for each actor, on all replicas together. */
  private void viewed(String organization, Map<String, String> what) {
    String actor = Acting.actor().map(Actor::id).orElse("");
    if (actor.isEmpty() || rows.justNow(organization, actor, "audit.view")) return;
    transactions.executeWithoutResult(
        _ -> {
          rows.alone("audit.view " + organization + " " + actor);
          if (!rows.justNow(organization, actor, "audit.view"))
            log.append(Entry.of("audit.view", "audit", "").with(what));
        });
  }

  private static long cursor(String after) {
    try {
      return Long.parseLong(after);
    } catch (NumberFormatException _) {
      throw Problem.invalid("after", "next of an earlier page");
    }
  }
}
