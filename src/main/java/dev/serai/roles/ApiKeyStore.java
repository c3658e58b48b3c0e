package dev.serai.roles;

import dev.serai.call.KeyHash;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The SQL of API keys. Writes carry the revision of the caller's transaction. */
@Component
final class ApiKeyStore {
  private static final String SELECT =
      "select *, permissions::text as list from api_keys where organization_id = :organization";

  private final JdbcClient jdbc;

  ApiKeyStore(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  Optional<ApiKey> find(String organization, String id) {
    return jdbc.sql(SELECT + " and id = :id")
        .param("organization", organization)
        .param("id", id)
        .query(ApiKeyStore::key)
        .optional();
  }

  /** Newest first. */
  List<ApiKey> list(String organization, String name, String after, int limit) {
    return jdbc.sql(
            SELECT
                + """
                   and (:name = '' or name = :name) and (:after = '' or id < :after)
                  order by id desc limit :limit
                  """)
        .param("organization", organization)
        .param("name", name)
        .param("after", after)
        .param("limit", limit)
        .query(ApiKeyStore::key)
        .list();
  }

  /** Those of a user that are not revoked. */
  List<ApiKey> madeBy(String organization, String principalId) {
    return jdbc.sql(SELECT + " and created_by_id = :maker and revoked_at is null order by id")
        .param("organization", organization)
        .param("maker", principalId)
        .query(ApiKeyStore::key)
        .list();
  }

  /** Whether it is a user who left. */
  boolean left(String principalId) {
    return jdbc.sql("select exists (select 1 from principals where id = ? and status = 'left')")
        .param(principalId)
        .query(Boolean.class)
        .single();
  }

  /** Whether a key that is not revoked has the name. */
  boolean taken(String organization, String name) {
    return jdbc.sql(
            """
            select exists (select 1 from api_keys
              where organization_id = ? and name = ? and revoked_at is null)
            """)
        .params(organization, name)
        .query(Boolean.class)
        .single();
  }

  void insert(String organization, ApiKey key, String permissions, KeyHash hash, long revision) {
    jdbc.sql(
            """
            insert into api_keys (id, organization_id, name, hash, prefix, permissions, created_by,
              created_by_id, created_at, expires_at, revision)
            values (?, ?, ?, ?, ?, ?::json, ?, ?, ?, ?, ?)
            """)
        .params(
            key.id(),
            organization,
            key.name(),
            hash.bytes(),
            key.prefix(),
            permissions,
            key.createdBy(),
            key.createdById(),
            Timestamp.from(key.createdAt()),
            key.expiresAt() == null ? null : Timestamp.from(key.expiresAt()),
            revision)
        .update();
  }

  void revoke(String id, Instant at, long revision) {
    jdbc.sql("update api_keys set revoked_at = ?, revision = ? where id = ?")
        .params(Timestamp.from(at), revision, id)
        .update();
  }

  private static ApiKey key(ResultSet row, int number) throws SQLException {
    PermissionList list = PermissionList.stored(row.getString("list"));
    return new ApiKey(
        row.getString("id"),
        row.getString("name"),
        row.getString("prefix"),
        PermissionList.texts(list.permissions()),
        list.broken(),
        row.getString("created_by"),
        row.getString("created_by_id"),
        row.getTimestamp("created_at").toInstant(),
        instant(row.getTimestamp("expires_at")),
        instant(row.getTimestamp("revoked_at")));
  }

  private static @Nullable Instant instant(@Nullable Timestamp time) {
    return time == null ? null : time.toInstant();
  }
}
