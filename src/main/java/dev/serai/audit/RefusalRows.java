package dev.serai.audit;

import dev.serai.tenants.Tenants;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Makes rows {@code call.refused} of refusals that were added up. What it takes and what it writes
 * are one transaction, so a refusal is told exactly once; one whose record came late is told in a
 * row of its own.
 */
final class RefusalRows {
  static final String ACTION = "call.refused";

  /** Groups of an organization and minute that have a row of their own; the others share one. */
  static final int GROUPS_MAX = 200;

  private static final String LOCK = "hashtextextended('audit_refusals', 0)";

  private final JdbcClient jdbc;
  private final TransactionTemplate transactions;
  private final AuditLog log;
  private final Tenants tenants;

  RefusalRows(JdbcClient jdbc, TransactionTemplate transactions, AuditLog log, Tenants tenants) {
    this.jdbc = jdbc;
    this.transactions = transactions;
    this.log = log;
    this.tenants = tenants;
  }

  /**
   * @param organization empty = of nobody whose key was known
   */
  private record Portion(OffsetDateTime minute, String organization) {}

  /**
   * @param groups 1, or how many share the row
   */
  private record Group(
      String principalKind,
      String principal,
      String principalName,
      String key,
      String session,
      String reason,
      long count,
      Instant first,
      Instant last,
      String requestId,
      long groups) {

    static Group read(ResultSet row, int number) throws SQLException {
      return new Group(
          row.getString("kind"),
          row.getString("principal_id"),
          row.getString("name"),
          row.getString("key_id"),
          row.getString("session_id"),
          row.getString("reason"),
          row.getLong("count"),
          instant(row, "first_at"),
          instant(row, "last_at"),
          row.getString("request_id"),
          row.getLong("groups"));
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
      return Objects.requireNonNull(row.getObject(column, OffsetDateTime.class)).toInstant();
    }
  }

  /**
   * Everything of the minutes that were over then. Does nothing while another replica does it.
   *
   * @return how many rows were written
   */
  int write(Instant before) {
    OffsetDateTime end = before.atOffset(ZoneOffset.UTC).minusMinutes(1);
    int written = 0;
    while (true) {
      Integer more = transactions.execute(_ -> portion(end));
      if (more == null || more == 0) return written;
      written += more;
    }
  }

  private int portion(OffsetDateTime end) {
    if (!jdbc.sql("select pg_try_advisory_xact_lock(" + LOCK + ")").query(Boolean.class).single())
      return 0;
    Optional<Portion> oldest = oldest(end);
    if (oldest.isEmpty()) return 0;
    Portion portion = oldest.get();
    String organization = organization(portion);
    List<Group> groups = take(portion);
    for (Group group : groups) log.append(draft(organization, group));
    return groups.size();
  }

  private Optional<Portion> oldest(OffsetDateTime end) {
    return jdbc.sql(
            """
            select minute, organization_id from audit_refusals where minute <= ?
            order by minute, organization_id limit 1 for update skip locked
            """)
        .param(end)
        .query((row, _) -> new Portion(row.getObject(1, OffsetDateTime.class), row.getString(2)))
        .optional();
  }

  /** Leaves for later what is being added to. */
  private List<Group> take(Portion portion) {
    return jdbc.sql(
            """
            with free as (
              select ctid from audit_refusals
              where minute = :minute and organization_id = :organization for update skip locked),
            gone as (
              delete from audit_refusals a using free f where a.ctid = f.ctid returning a.*),
            ranked as (
              select *, row_number() over (
                order by count desc, principal_id, key_id, session_id, reason) as rank
              from gone)
            select coalesce(p.kind, '') as kind, coalesce(p.name, '') as name, r.principal_id,
              r.key_id, r.session_id, r.reason, r.count, r.first_at, r.last_at, r.request_id,
              1 as groups
            from ranked r left join principals p on p.id = r.principal_id where rank <= :own
            union all
            select '', '', '', '', '', '', sum(count)::bigint, min(first_at), max(last_at),
              min(request_id), count(*)
            from ranked where rank > :own having count(*) > 0
            """)
        .param("minute", portion.minute())
        .param("organization", portion.organization())
        .param("own", GROUPS_MAX)
        .query(Group::read)
        .list();
  }

  /** In whose chain it is told; the installation's when it is nobody's, or of one that is gone. */
  private String organization(Portion portion) {
    return tenants.byId(portion.organization()).orElseGet(tenants::ofInstallation).id();
  }

  private Draft draft(String organization, Group group) {
    boolean known = !group.principal().isEmpty();
    return new Draft(
        organization,
        known && !group.principalKind().isEmpty() ? group.principalKind() : "system",
        known ? group.principal() : "system",
        known ? group.principalName() : "system",
        "gateway",
        "",
        ACTION,
        group.key().isEmpty() ? "" : "key",
        group.key(),
        "refused",
        null,
        null,
        log.write(details(group)));
  }

  private static Map<String, String> details(Group group) {
    Map<String, String> details = new TreeMap<>();
    details.put("count", String.valueOf(group.count()));
    details.put("first", group.first().toString());
    details.put("last", group.last().toString());
    details.put("requestId", group.requestId());
    if (!group.reason().isEmpty()) details.put("reason", group.reason());
    if (!group.session().isEmpty()) details.put("session", group.session());
    if (group.groups() > 1) details.put("others", String.valueOf(group.groups()));
    return details;
  }
}
