package dev.serai.keys;

import dev.serai.call.KeyHash;
import dev.serai.keys.GivenSecrets.Holder;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The SQL of keys' secrets: each key has a current one, and those it had before. Writes belong into
 * a transaction that gives the key a new revision.
 */
final class KeySecrets {
  private final JdbcClient jdbc;

  KeySecrets(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** Whose secret it is or was, revoked keys included. */
  Optional<Holder> holder(KeyHash hash) {
    return jdbc.sql(
            """
            select id, true from virtual_keys where hash = :hash
            union all select key_id, false from old_secrets where hash = :hash
            """)
        .param("hash", hash.bytes())
        .query((row, _) -> new Holder(row.getString(1), row.getBoolean(2)))
        .optional();
  }

  boolean isCurrent(String keyId, KeyHash hash) {
    return holder(hash).filter(new Holder(keyId, true)::equals).isPresent();
  }

  /**
   * From now on the key has this one; those it had end then, unless they end before.
   *
   * @param hash of no other key
   */
  void replace(String keyId, KeyHash hash, Instant end) {
    jdbc.sql(
            """
            insert into old_secrets (hash, key_id, valid_until)
            select hash, id, :end from virtual_keys where id = :key
            """)
        .param("key", keyId)
        .param("end", Timestamp.from(end))
        .update();
    jdbc.sql("update old_secrets set valid_until = :end where key_id = :key and valid_until > :end")
        .param("key", keyId)
        .param("end", Timestamp.from(end))
        .update();
    jdbc.sql("delete from old_secrets where key_id = ? and hash = ?")
        .params(keyId, hash.bytes())
        .update();
    jdbc.sql("update virtual_keys set hash = ? where id = ?").params(hash.bytes(), keyId).update();
  }
}
