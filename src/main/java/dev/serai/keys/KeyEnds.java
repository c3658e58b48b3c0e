package dev.serai.keys;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Ends keys: of a user, whoever made them, those in the personal project, and those elsewhere that
 * are in the user's name; of a project or service account that is deleted. In the caller's
 * transaction, after the change counter was bumped; each method answers with the ids of the keys
 * that it revoked.
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

  /** How many work, of a project or in the name of a principal. */
  public long working(String projectOrPrincipal) {
    return jdbc.sql(
            """
            select count(*) from virtual_keys
            where status <> 'revoked' and (expires_at is null or expires_at > now())
              and (project_id = :id or principal_id = :id)
            """)
        .param("id", projectOrPrincipal)
        .query(Long.class)
        .single();
  }

  /** Of a project, or in the name of a principal, wherever they are. */
  public List<String> inNameOf(String projectOrPrincipal, long revision) {
    return jdbc.sql(
            """
            update virtual_keys set status = 'revoked', updated_at = now(), revision = :revision
            where status <> 'revoked' and (project_id = :id or principal_id = :id)
            returning id
            """)
        .param("id", projectOrPrincipal)
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
