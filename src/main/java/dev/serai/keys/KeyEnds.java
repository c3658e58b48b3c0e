package dev.serai.keys;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Ends keys of a user, whoever made them: those in the personal project, and those elsewhere that
 * are in the user's name. In the caller's transaction, after the change counter was bumped; each
 * method answers with the ids of the keys that it revoked.
 */
@Component
public final class KeyEnds {
  private static final String REVOKE =
      """
      update virtual_keys set status = 'revoked', updated_at = now(), revision = :revision
      where status <> 'revoked'
        and (principal_id = :user or project_id in (select id from projects where owner_id = :user))
        and %s
      returning id
      """;

  private final JdbcClient jdbc;

  public KeyEnds(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * @param until what was made later stays
   */
  public List<String> ofUser(String user, Instant until, long revision) {
    return jdbc.sql(REVOKE.formatted("created_at <= :until"))
        .param("user", user)
        .param("until", Timestamp.from(until))
        .param("revision", revision)
        .query(String.class)
        .list();
  }

  public List<String> ofDevice(String user, String device, long revision) {
    return jdbc.sql(REVOKE.formatted("device = :device"))
        .param("user", user)
        .param("device", device)
        .param("revision", revision)
        .query(String.class)
        .list();
  }
}
