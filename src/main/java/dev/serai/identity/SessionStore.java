package dev.serai.identity;

import dev.serai.limits.Measure;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The SQL of sessions. Writes belong into a transaction and carry the revision of it. */
final class SessionStore {
  private static final String SELECT =
      """
      select s.*, p.name as project, p.personal, coalesce(p.team_id, '') as team_id,
        n.name as principal, l.usd, l.requests, l.tokens
      from sessions s join projects p on p.id = s.project_id
        join principals n on n.id = s.principal_id
        left join lateral (select min(cap) filter (where measure = 'usd') as usd,
          min(cap) filter (where measure = 'requests') as requests,
          min(cap) filter (where measure = 'total-tokens') as tokens
          from limits where scope = 'session' and target = s.id and deleted_at is null
            and window_kind = 'total' and on_breach = 'block' and not paused
            and provider = '' and models = '{}') l on true
      where s.organization_id = :organization
      """;

  private final JdbcClient jdbc;

  SessionStore(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  Optional<Session> find(String organization, String id) {
    return jdbc.sql(SELECT + " and s.id = :id")
        .param("organization", organization)
        .param("id", id)
        .query(SessionStore::session)
        .optional();
  }

  /** Locks the session's row until the transaction ends. */
  Optional<Session> lock(String organization, String id) {
    jdbc.sql("select 1 from sessions where id = ? for update")
        .param(id)
        .query(Integer.class)
        .optional();
    return find(organization, id);
  }

  /** One more than the limit where there are more. */
  List<Session> list(String organization, SessionQuery.Asked query, SessionQuery.Seen seen) {
    return jdbc.sql(
            SELECT
                + """
                   and (:project = '' or p.name = :project or p.id = :project)
                   and (:principal = '' or n.name = :principal or n.id = :principal)
                   and (:open = '' or (s.ended_at is null and s.expires_at > now()) = (:open = 'true'))
                   and (:after = '' or s.id < :after)
                   and (s.principal_id = :own
                     or ((:everywhere or p.team_id = any(:teams) or p.id = any(:projects))
                       and (not p.personal or :personal)))
                  order by s.id desc limit :limit
                  """)
        .param("organization", organization)
        .param("project", query.project())
        .param("principal", query.principal())
        .param("open", query.open() == null ? "" : query.open().toString())
        .param("after", query.after())
        .param("own", seen.own())
        .param("everywhere", seen.where().everywhere())
        .param("teams", seen.where().teams().toArray(String[]::new))
        .param("projects", seen.where().projects().toArray(String[]::new))
        .param("personal", seen.personal())
        .param("limit", query.limit() + 1)
        .query(SessionStore::session)
        .list();
  }

  void insert(Session session, String organization, String sid, long revision) {
    jdbc.sql(
            """
            insert into sessions (id, organization_id, project_id, principal_id, sid, tool, device,
              started_at, expires_at, revision)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """)
        .params(
            session.id(),
            organization,
            session.projectId(),
            session.principalId(),
            sid,
            session.tool(),
            session.device(),
            Timestamp.from(session.startedAt()),
            Timestamp.from(session.expiresAt()),
            revision)
        .update();
  }

  void end(String id, SessionEnd by, Instant at, long revision) {
    jdbc.sql(
            """
            update sessions set ended_at = ?, ended_by = ?, revision = ?
            where id = ? and ended_at is null
            """)
        .params(Timestamp.from(at), by.text(), revision, id)
        .update();
  }

  boolean anyOver() {
    return jdbc.sql(
            "select exists (select 1 from sessions where ended_at is null and expires_at <= now())")
        .query(Boolean.class)
        .single();
  }

  /** Ends those that have reached their time; what another replica is at is left to it. */
  int endOver(long revision) {
    return jdbc.sql(
            """
            update sessions set ended_at = expires_at, ended_by = :by, revision = :revision
            where id in (select id from sessions where ended_at is null and expires_at <= now()
              order by expires_at limit 1000 for update skip locked)
            """)
        .param("by", SessionEnd.DURATION.text())
        .param("revision", revision)
        .update();
  }

  private static SessionLimits limits(ResultSet row) throws SQLException {
    Long usd = row.getObject("usd", Long.class);
    return new SessionLimits(
        usd == null ? null : Measure.USD.decimal(usd),
        row.getObject("requests", Long.class),
        row.getObject("tokens", Long.class));
  }

  private static Session session(ResultSet row, int number) throws SQLException {
    Timestamp ended = row.getTimestamp("ended_at");
    return new Session(
        row.getString("id"),
        row.getString("project"),
        row.getString("project_id"),
        row.getString("team_id"),
        row.getBoolean("personal"),
        row.getString("principal"),
        row.getString("principal_id"),
        row.getString("tool"),
        row.getString("device"),
        limits(row),
        row.getTimestamp("started_at").toInstant(),
        row.getTimestamp("expires_at").toInstant(),
        ended == null ? null : ended.toInstant(),
        row.getString("ended_by"));
  }
}
