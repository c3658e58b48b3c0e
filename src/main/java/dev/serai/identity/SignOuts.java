package dev.serai.identity;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Ends sign-ins, and the sessions that were opened with them. In the caller's transaction, after
 * the change counter was bumped; running calls are cut when it has committed.
 */
@Component
public final class SignOuts {
  private static final String SESSIONS =
      """
      update sessions set ended_at = greatest(now(), started_at), ended_by = :by,
        revision = :revision
      where ended_at is null and %s
      returning id
      """;

  private static final String SIGN_INS =
      "update sign_ins set ended_at = now() where ended_at is null and %s returning sid";

  private final JdbcClient jdbc;

  public SignOuts(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * What was ended, as ids.
   *
   * @param signIns as Keycloak calls them
   */
  public record Ended(List<String> sessions, List<String> signIns) {
    public Ended {
      sessions = List.copyOf(sessions);
      signIns = List.copyOf(signIns);
    }

    public boolean nothing() {
      return sessions.isEmpty() && signIns.isEmpty();
    }
  }

  /** A sign-in that has not ended. */
  public record Open(String sid, String user) {}

  /**
   * @param until what began later stays
   */
  public Ended ofUser(String user, SessionEnd by, Instant until, long revision) {
    return new Ended(
        jdbc.sql(SESSIONS.formatted("principal_id = :user and started_at <= :until"))
            .param("by", by.text())
            .param("revision", revision)
            .param("user", user)
            .param("until", Timestamp.from(until))
            .query(String.class)
            .list(),
        jdbc.sql(SIGN_INS.formatted("principal_id = :user and started_at <= :until"))
            .param("user", user)
            .param("until", Timestamp.from(until))
            .query(String.class)
            .list());
  }

  /**
   * The sessions on one device; the sign-in stays, for it is not of a device.
   *
   * @return their ids
   */
  public List<String> ofDevice(String user, String device, SessionEnd by, long revision) {
    return jdbc.sql(SESSIONS.formatted("principal_id = :user and device = :device"))
        .param("by", by.text())
        .param("revision", revision)
        .param("user", user)
        .param("device", device)
        .query(String.class)
        .list();
  }

  /**
   * The sessions in the name of a project; sign-ins are of none.
   *
   * @return their ids
   */
  public List<String> ofProject(String project, SessionEnd by, long revision) {
    return jdbc.sql(SESSIONS.formatted("project_id = :project"))
        .param("by", by.text())
        .param("revision", revision)
        .param("project", project)
        .query(String.class)
        .list();
  }

  /** How many sessions are open in the name of a project. */
  public long openIn(String project) {
    return jdbc.sql(
            """
            select count(*) from sessions
            where project_id = ? and ended_at is null and expires_at > now()
            """)
        .param(project)
        .query(Long.class)
        .single();
  }

  /** One that was never heard of is ended too: its tokens may be presented yet. */
  public Ended ofSignIns(String user, Collection<String> sids, SessionEnd by, long revision) {
    for (String sid : sids)
      jdbc.sql(
              """
              insert into sign_ins (sid, principal_id) values (?, ?) on conflict (sid) do nothing
              """)
          .params(sid, user)
          .update();
    String[] ids = sids.toArray(String[]::new);
    return new Ended(
        jdbc.sql(SESSIONS.formatted("principal_id = :user and sid = any(:sids)"))
            .param("by", by.text())
            .param("revision", revision)
            .param("user", user)
            .param("sids", ids)
            .query(String.class)
            .list(),
        jdbc.sql(SIGN_INS.formatted("principal_id = :user and sid = any(:sids)"))
            .param("user", user)
            .param("sids", ids)
            .query(String.class)
            .list());
  }

  /** Id of the user whose sign-in it is, or was. */
  public Optional<String> userOf(String sid) {
    return jdbc.sql("select principal_id from sign_ins where sid = ?")
        .param(sid)
        .query(String.class)
        .optional();
  }

  /** Of one user. */
  public List<String> open(String user) {
    return jdbc.sql("select sid from sign_ins where principal_id = ? and ended_at is null")
        .param(user)
        .query(String.class)
        .list();
  }

  /**
   * Of all users, in the order of their sids.
   *
   * @param after sid of the last one of the page before, empty = from the start
   */
  public List<Open> open(String after, int limit) {
    return jdbc.sql(
            """
            select sid, principal_id from sign_ins
            where ended_at is null and sid > ? order by sid limit ?
            """)
        .params(after, limit)
        .query((row, _) -> new Open(row.getString(1), row.getString(2)))
        .list();
  }
}
