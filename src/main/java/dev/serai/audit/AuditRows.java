package dev.serai.audit;

import dev.serai.admin.Problem;
import dev.serai.audit.AuditFilter.Clause;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.http.HttpStatus;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The table as it is read. Knows nothing of who may. */
@Component
final class AuditRows {
  private static final int TIMEOUT_SECONDS = 20;

  private final JdbcClient jdbc;

  AuditRows(DataSource database) {
    JdbcTemplate template = new JdbcTemplate(database);
    template.setQueryTimeout(TIMEOUT_SECONDS);
    this.jdbc = JdbcClient.create(template);
  }

  /** A row, and the hash of the one before it: empty when that is gone. */
  record Linked(StoredRow row, byte[] previous) {}

  /**
   * @param below numbers; newest first
   * @throws Problem 422 when it takes too long
   */
  List<StoredRow> newest(String organization, AuditFilter filter, long below, int limit) {
    Clause clause = filter.clause();
    return intime(
        () ->
            jdbc.sql(
                    "select "
                        + StoredRow.COLUMNS
                        + "from audit_log where organization_id = :organization and number < :below"
                        + clause.sql()
                        + " order by number desc limit :limit")
                .param("organization", organization)
                .param("below", below)
                .param("limit", limit)
                .params(clause.values())
                .query(StoredRow::read)
                .list());
  }

  Optional<StoredRow> find(String organization, long number) {
    return jdbc.sql(
            "select "
                + StoredRow.COLUMNS
                + "from audit_log where organization_id = ? and number = ?")
        .params(organization, number)
        .query(StoredRow::read)
        .optional();
  }

  /** Those of these numbers that fit, oldest first. */
  List<Linked> between(String organization, AuditFilter filter, long after, long last) {
    Clause clause = filter.clause();
    return jdbc.sql(
            "select "
                + StoredRow.COLUMNS
                + """
                , case when number = 1 then :start else coalesce((select p.hash from audit_log p
                    where p.organization_id = a.organization_id and p.number = a.number - 1),
                  ''::bytea) end as previous
                from audit_log a
                where organization_id = :organization and number > :after and number <= :last
                """
                + clause.sql()
                + " order by number")
        .param("start", Chain.START)
        .param("organization", organization)
        .param("after", after)
        .param("last", last)
        .params(clause.values())
        .query((row, n) -> new Linked(StoredRow.read(row, n), row.getBytes("previous")))
        .list();
  }

  /** The number of the last row. */
  long last(String organization) {
    return jdbc.sql("select coalesce(max(number), 0) from audit_log where organization_id = ?")
        .param(organization)
        .query(Long.class)
        .single();
  }

  /** Whether somebody did that within the last minute. */
  boolean justNow(String organization, String actor, String action) {
    return jdbc.sql(
            """
            select exists (select from audit_log where organization_id = ? and actor_id = ?
              and action = ? and at > now() - interval '1 minute')
            """)
        .params(organization, actor, action)
        .query(Boolean.class)
        .single();
  }

  /** Makes others who do the same wait until the running transaction ends. */
  void alone(String what) {
    jdbc.sql("select pg_advisory_xact_lock(hashtextextended(?, 0)) is null")
        .param(what)
        .query(Boolean.class)
        .single();
  }

  private static <T> T intime(Supplier<T> query) {
    try {
      return query.get();
    } catch (QueryTimeoutException _) {
      throw new Problem(
          HttpStatus.UNPROCESSABLE_ENTITY,
          "too_many_rows",
          "This takes longer than " + TIMEOUT_SECONDS + " s. Narrow it with from and to.");
    }
  }
}
