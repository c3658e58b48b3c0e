package dev.serai.keys;

import dev.serai.call.Secret;
import dev.serai.secrets.Pepper;
import java.time.Instant;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Secrets that an administrator brings along instead of having them made. */
@Component
public final class GivenSecrets {
  private final JdbcClient jdbc;
  private final KeySecrets secrets;
  private final Pepper pepper;

  public GivenSecrets(JdbcClient jdbc, Pepper pepper) {
    this.jdbc = jdbc;
    this.secrets = new KeySecrets(jdbc);
    this.pepper = pepper;
  }

  /**
   * @param current false when it was replaced by another one since
   */
  public record Holder(String keyId, boolean current) {}

  /** Whose secret it is or was, revoked keys included. */
  public Optional<Holder> holder(Secret secret) {
    return secrets.holder(pepper.hash(secret.reveal()));
  }

  /**
   * From the commit of the caller's transaction on the key has this secret and no other.
   *
   * @param secret in the shape of a key, and of no other key
   */
  public void replace(String keyId, Secret secret, long revision) {
    secrets.replace(keyId, pepper.hash(secret.reveal()), Instant.now());
    jdbc.sql(
            """
            update virtual_keys set prefix = ?, last_four = ?, updated_at = now(), revision = ?
            where id = ?
            """)
        .params(KeyShape.prefix(secret), KeyShape.lastFour(secret), revision, keyId)
        .update();
  }
}
