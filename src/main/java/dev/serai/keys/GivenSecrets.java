package dev.serai.keys;

import dev.serai.call.Secret;
import dev.serai.secrets.Pepper;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Secrets that an administrator brings along instead of having them made. */
@Component
public final class GivenSecrets {
  private final JdbcClient jdbc;
  private final Pepper pepper;

  public GivenSecrets(JdbcClient jdbc, Pepper pepper) {
    this.jdbc = jdbc;
    this.pepper = pepper;
  }

  /**
   * @param current false when it was replaced by another one since
   */
  public record Holder(String keyId, boolean current) {}

  /** Whose secret it is or was, revoked keys included. */
  public Optional<Holder> holder(Secret secret) {
    return jdbc.sql("select key_id, valid_until is null as current from key_secrets where hash = ?")
        .param(pepper.hash(secret.reveal()).bytes())
        .query((row, number) -> new Holder(row.getString(1), row.getBoolean(2)))
        .optional();
  }

  /**
   * From the commit of the caller's transaction on the key has this secret and no other.
   *
   * @param secret in the shape of a key, and of no other key
   */
  public void replace(String keyId, Secret secret, long revision) {
    jdbc.sql(
            """
            update key_secrets set valid_until = least(valid_until, now())
            where key_id = ? and (valid_until is null or valid_until > now())
            """)
        .param(keyId)
        .update();
    jdbc.sql(
            """
            insert into key_secrets (hash, key_id) values (?, ?)
            on conflict (hash) do update set valid_until = null
              where key_secrets.key_id = excluded.key_id
            """)
        .params(pepper.hash(secret.reveal()).bytes(), keyId)
        .update();
    jdbc.sql(
            """
            update virtual_keys set prefix = ?, last_four = ?, updated_at = now(), revision = ?
            where id = ?
            """)
        .params(KeyShape.prefix(secret), KeyShape.lastFour(secret), revision, keyId)
        .update();
  }
}
