package dev.serai.identity;

import dev.serai.call.Caller;
import dev.serai.database.Changes;
import dev.serai.database.Lookups;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Sessions that are not in memory: because they have ended, were made on another replica a moment
 * ago, or never were.
 */
final class AbsentSessions {
  private static final String OF_SIGN_IN =
      """
      select s.id, s.sid, s.organization_id, s.project_id, s.principal_id, s.ended_at, s.ended_by,
        s.expires_at, p.personal, coalesce(p.team_id, '') as team_id,
        s.ended_at is null and s.expires_at > now() as open
      from sessions s join projects p on p.id = s.project_id
      where s.sid = :sid and (:id = '' or s.id = :id)
      order by open desc, coalesce(s.ended_at, s.expires_at) desc limit 1
      """;

  private final JdbcClient jdbc;
  private final Changes changes;
  private final Lookups<String, Answer> lookups = new Lookups<>("session", new Answer.Unread());

  AbsentSessions(JdbcClient jdbc, Changes changes) {
    this.jdbc = jdbc;
    this.changes = changes;
  }

  sealed interface Answer {
    /** It is open, and in memory by now. */
    record Open() implements Answer {}

    record Ended(String id, SessionEnd by, Instant at, Caller caller) implements Answer {}

    /**
     * @param caller as far as the user is known
     */
    record Never(Caller caller) implements Answer {}

    /** The database did not answer, or too many ask. */
    record Unread() implements Answer {}
  }

  /**
   * @param id of the session that is meant, empty = any of the sign-in
   * @return never fails
   */
  CompletableFuture<Answer> find(VerifiedToken token, String id) {
    return lookups.find(token.sid() + ' ' + id, () -> read(token, id));
  }

  private Answer read(VerifiedToken token, String id) {
    Optional<Answer> found =
        jdbc.sql(OF_SIGN_IN)
            .param("sid", token.sid())
            .param("id", id)
            .query(
                (row, _) -> {
                  if (row.getBoolean("open")) return (Answer) new Answer.Open();
                  OpenSession session =
                      new OpenSession(
                          row.getString("id"),
                          row.getString("sid"),
                          row.getString("organization_id"),
                          row.getString("team_id"),
                          row.getString("project_id"),
                          row.getString("principal_id"),
                          row.getBoolean("personal"),
                          "",
                          row.getTimestamp("expires_at").getTime());
                  boolean swept = row.getTimestamp("ended_at") != null;
                  return new Answer.Ended(
                      session.id(),
                      swept ? SessionEnd.of(row.getString("ended_by")) : SessionEnd.DURATION,
                      row.getTimestamp(swept ? "ended_at" : "expires_at").toInstant(),
                      session.caller(List.of(), ""));
                })
            .optional();
    if (found.isEmpty()) return new Answer.Never(user(token.subject()));
    if (found.get() instanceof Answer.Open) changes.refreshNow();
    return found.get();
  }

  private Caller user(String subject) {
    return jdbc.sql("select organization_id, id from principals where subject = ?")
        .param(subject)
        .query((row, _) -> of(row.getString(1), row.getString(2)))
        .optional()
        .orElse(Caller.UNKNOWN);
  }

  private static Caller of(String organization, String principal) {
    return new Caller(organization, "", "", principal, false, List.of(), "", "", "", "", 0);
  }
}
