package dev.serai.limits;

import dev.serai.access.Grants;
import dev.serai.call.Caller;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The SQL of requests for more. Writes belong into a transaction. */
@Component
final class LimitRequestStore {
  private static final String SELECT =
      """
      select r.id as request_id, r.limit_id, r.principal_id, r.key_id, r.cap as asked, r.reason,
        r.status, r.approved_cap, r.note, r.created_at as asked_at, r.decided_at,
        coalesce(n.name, '') as principal, coalesce(k.name, '') as key_name, l.*
      from limit_requests r
        join limits l on l.id = r.limit_id
        left join principals n on n.id = r.principal_id
        left join virtual_keys k on k.id = r.key_id
        %s
      where l.organization_id = :organization and %s
      """
          .formatted(LimitPlaces.JOINS, LimitPlaces.WITHIN);

  /** What the gateway itself asks for. */
  static final Grants.Where EVERYWHERE = new Grants.Where(true, Set.of(), Set.of());

  private final JdbcClient jdbc;

  LimitRequestStore(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** Takes the place of the one that the key, or in a session its user, has open for the limit. */
  void put(String id, Limit limit, Caller caller, long cap, String reason, Instant now) {
    jdbc.sql(
            """
            insert into limit_requests (id, limit_id, principal_id, key_id, cap, reason, created_at)
            values (?, ?, ?, ?, ?, ?, ?)
            on conflict (limit_id, key_id, principal_id) where status = 'open' do update set
              cap = excluded.cap, reason = excluded.reason,
              created_at = excluded.created_at
            """)
        .params(id, limit.id(), caller.principal(), caller.key(), cap, reason, Timestamp.from(now))
        .update();
  }

  LimitRequest open(Caller caller, String limitId) {
    return of(caller, " and r.limit_id = :limit and r.status = 'open'")
        .param("limit", limitId)
        .query((row, _) -> request(row))
        .single();
  }

  /** What the key, or in a session its user, asked for; newest first. */
  List<LimitRequest> of(Caller caller, int limit) {
    return of(caller, " order by r.id desc limit :limit")
        .param("limit", limit)
        .query((row, _) -> request(row))
        .list();
  }

  private JdbcClient.StatementSpec of(Caller caller, String conditions) {
    String asked = " and r.key_id = :key and (r.key_id <> '' or r.principal_id = :principal)";
    return select(asked + conditions, EVERYWHERE)
        .param("organization", caller.organization())
        .param("key", caller.key())
        .param("principal", caller.principal());
  }

  /**
   * @param where the limit has to be
   */
  Optional<LimitRequest> find(String organizationId, String id, Grants.Where where) {
    return select(" and r.id = :id", where)
        .param("organization", organizationId)
        .param("id", id)
        .query((row, _) -> request(row))
        .optional();
  }

  /** Locks the request's row until the transaction ends. */
  Optional<LimitRequest> lock(String organizationId, String id, Grants.Where where) {
    jdbc.sql("select 1 from limit_requests where id = ? for update")
        .param(id)
        .query(Integer.class)
        .optional();
    return find(organizationId, id, where);
  }

  private JdbcClient.StatementSpec select(String conditions, Grants.Where where) {
    return LimitPlaces.within(jdbc.sql(SELECT + conditions), where);
  }

  /**
   * Newest first.
   *
   * @param where the limits have to be
   * @param status empty = any, likewise the others
   */
  List<LimitRequest> list(
      String organizationId,
      Grants.Where where,
      String status,
      String limitId,
      String after,
      int limit) {
    return select(
            """
             and (:status = '' or r.status = :status)
             and (:limitId = '' or r.limit_id = :limitId)
             and (:after = '' or r.id < :after)
            order by r.id desc limit :limit
            """,
            where)
        .param("organization", organizationId)
        .param("status", status)
        .param("limitId", limitId)
        .param("after", after)
        .param("limit", limit)
        .query((row, _) -> request(row))
        .list();
  }

  /**
   * @param cap approved, null = denied
   */
  void decide(String id, @Nullable Long cap, String note, Instant now) {
    jdbc.sql(
            """
            update limit_requests set status = ?, approved_cap = ?, note = ?, decided_at = ?
            where id = ?
            """)
        .params(cap == null ? "denied" : "approved", cap, note, Timestamp.from(now), id)
        .update();
  }

  void denyAll(String limitId, String note, Instant now) {
    jdbc.sql(
            """
            update limit_requests set status = 'denied', note = ?, decided_at = ?
            where limit_id = ? and status = 'open'
            """)
        .params(note, Timestamp.from(now), limitId)
        .update();
  }

  private static LimitRequest request(ResultSet row) throws SQLException {
    Limit limit = LimitStore.limit(row);
    long approved = row.getLong("approved_cap");
    String approvedCap = row.wasNull() ? null : Utilisation.text(limit, approved);
    Timestamp decided = row.getTimestamp("decided_at");
    return new LimitRequest(
        row.getString("request_id"),
        limit.id(),
        LimitWords.title(limit),
        limit.measure().word(),
        Utilisation.text(limit, limit.cap()),
        Utilisation.text(limit, row.getLong("asked")),
        row.getString("principal"),
        row.getString("principal_id"),
        row.getString("key_name"),
        row.getString("key_id"),
        row.getString("reason"),
        row.getString("status"),
        approvedCap,
        row.getString("note"),
        row.getTimestamp("asked_at").toInstant(),
        decided == null ? null : decided.toInstant());
  }
}
