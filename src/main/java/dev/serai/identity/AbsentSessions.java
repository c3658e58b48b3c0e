package dev.serai.identity;

import dev.serai.call.Caller;
import dev.serai.database.Changes;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Sessions that are not in memory: because they have ended, were made on another replica a moment
 * ago, or never were. The database is asked on a thread of its own, once for all that ask the same.
 */
final class AbsentSessions {
  private static final Logger log = LoggerFactory.getLogger(AbsentSessions.class);
  private static final Executor THREADS = Executors.newVirtualThreadPerTaskExecutor();
  private static final int MOST_AT_ONCE = 16;

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
  private final Semaphore asking = new Semaphore(MOST_AT_ONCE);
  private final Map<String, CompletableFuture<Answer>> underway = new ConcurrentHashMap<>();

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
    String what = token.sid() + ' ' + id;
    CompletableFuture<Answer> mine = new CompletableFuture<>();
    CompletableFuture<Answer> other = underway.putIfAbsent(what, mine);
    if (other != null) return other;
    if (asking.tryAcquire()) THREADS.execute(() -> ask(token, id, what, mine));
    else end(what, mine, new Answer.Unread());
    return mine;
  }

  private void ask(VerifiedToken token, String id, String what, CompletableFuture<Answer> mine) {
    Answer answer = new Answer.Unread();
    try {
      answer = read(token, id);
    } catch (RuntimeException e) {
      log.atWarn()
          .addKeyValue("error", e.getClass().getSimpleName())
          .log("a session was not looked up");
    } finally {
      asking.release();
      end(what, mine, answer);
    }
  }

  private void end(String what, CompletableFuture<Answer> mine, Answer answer) {
    underway.remove(what, mine);
    mine.complete(answer);
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
