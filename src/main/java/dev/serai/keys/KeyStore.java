package dev.serai.keys;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.serai.access.Grants;
import dev.serai.access.Place;
import dev.serai.call.KeyHash;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The SQL of keys. Writes belong into a transaction and carry the revision of it. */
final class KeyStore {
  private static final TypeReference<Map<String, String>> TEXTS = new TypeReference<>() {};
  private static final String SELECT =
      """
      select k.*, p.name as project, n.name as principal, p.personal, p.organization_id,
        coalesce(p.team_id, '') as team_id, coalesce(p.owner_id, '') as owner_id,
        (select max(s.valid_until) from old_secrets s
          where s.key_id = k.id and s.valid_until > now()) as previous_until
      from virtual_keys k
        join projects p on p.id = k.project_id
        join principals n on n.id = k.principal_id
      where p.organization_id = :organization
      """;

  private static final String HOMES =
      """
      select id, name, organization_id, personal, coalesce(team_id, '') as team_id,
        coalesce(owner_id, '') as owner_id
      from projects where organization_id = ? and archived_at is null
      """;

  private final JdbcClient jdbc;
  private final ObjectMapper json;
  private final KeySecrets secrets;

  KeyStore(JdbcClient jdbc, ObjectMapper json) {
    this.jdbc = jdbc;
    this.json = json;
    secrets = new KeySecrets(jdbc);
  }

  KeySecrets secrets() {
    return secrets;
  }

  Optional<HeldKey> find(String organizationId, String id) {
    return jdbc.sql(SELECT + " and k.id = :id")
        .param("organization", organizationId)
        .param("id", id)
        .query(this::key)
        .optional();
  }

  /** Of its current secret. */
  Optional<KeyHash> hashOf(String id) {
    return jdbc.sql("select hash from virtual_keys where id = ?")
        .param(id)
        .query((row, _) -> KeyHash.of(row.getBytes(1)))
        .optional();
  }

  Optional<VirtualKey> findLive(String organizationId, String projectId, String name) {
    return jdbc.sql(
            SELECT + " and k.project_id = :project and k.name = :name and k.status <> 'revoked'")
        .param("organization", organizationId)
        .param("project", projectId)
        .param("name", name)
        .query(this::key)
        .optional()
        .map(HeldKey::key);
  }

  /** Locks the key's row until the transaction ends. */
  Optional<HeldKey> lock(String organizationId, String id) {
    jdbc.sql("select 1 from virtual_keys where id = ? for update")
        .param(id)
        .query(Integer.class)
        .optional();
    return find(organizationId, id);
  }

  /**
   * Those that the user may see, one more than asked for when there are more.
   *
   * @param seen where keys are seen, and {@code others} where those of other people are too
   * @param user whose own are seen wherever they are
   */
  List<HeldKey> list(
      String organizationId, KeyQuery query, Grants.Where seen, Grants.Where others, String user) {
    return jdbc.sql(
            SELECT
                + """
                   and (p.personal and p.owner_id = :user
                     or (:everywhere or p.team_id = any (:teams) or p.id = any (:projects))
                       and (not p.personal or :othersEverywhere or p.team_id = any (:othersTeams)
                         or p.id = any (:othersProjects)))
                   and (:project = '' or :project in (p.name, p.id))
                   and (:principal = '' or :principal in (n.name, n.id))
                   and (:name = '' or k.name = :name)
                   and (:status = '' or k.status = :status)
                   and (:personal::boolean is null or p.personal = :personal::boolean)
                   and (:after = '' or k.id < :after)
                  order by k.id desc limit :limit
                  """)
        .param("organization", organizationId)
        .param("user", user)
        .param("everywhere", seen.everywhere())
        .param("teams", seen.teams().toArray(String[]::new))
        .param("projects", seen.projects().toArray(String[]::new))
        .param("othersEverywhere", others.everywhere())
        .param("othersTeams", others.teams().toArray(String[]::new))
        .param("othersProjects", others.projects().toArray(String[]::new))
        .param("project", query.project())
        .param("principal", query.principal())
        .param("name", query.name())
        .param("status", query.status() == null ? "" : query.status().text())
        .param("personal", query.personal())
        .param("after", query.after())
        .param("limit", query.limit() + 1)
        .query(this::key)
        .list();
  }

  /**
   * Of a user's own project; takes status, cursor and limit of the query.
   *
   * @return one more than the limit where there are more
   */
  List<HeldKey> personal(String organizationId, String owner, KeyQuery query) {
    return jdbc.sql(
            SELECT
                + """
                   and p.owner_id = :owner and k.principal_id = :owner
                   and (:status = '' or k.status = :status)
                   and (:after = '' or k.id < :after)
                  order by k.id desc limit :limit
                  """)
        .param("organization", organizationId)
        .param("owner", owner)
        .param("status", query.status() == null ? "" : query.status().text())
        .param("after", query.after())
        .param("limit", query.limit() + 1)
        .query(this::key)
        .list();
  }

  /**
   * A project that a key may be made in.
   *
   * @param owner of a personal one, empty = none
   */
  record Home(String id, String name, Place place, boolean personal, String owner) {}

  Optional<Home> home(String organizationId, String name) {
    return jdbc.sql(HOMES + " and name = ?")
        .params(organizationId, name)
        .query(KeyStore::home)
        .optional();
  }

  /** Some of those that are nobody's own, in the order of their names. */
  List<Home> homes(String organizationId) {
    return jdbc.sql(HOMES + " and not personal order by name limit 1000")
        .param(organizationId)
        .query(KeyStore::home)
        .list();
  }

  /** Whether the account has a key, maybe a revoked one, in a project that is not among these. */
  boolean hasKeysBeyond(String principal, Grants.Where where) {
    return !where.everywhere()
        && jdbc.sql(
                """
                select exists (
                  select 1 from virtual_keys k join projects p on p.id = k.project_id
                  where k.principal_id = :principal and p.id <> all (:projects)
                    and coalesce(p.team_id, '') <> all (:teams))
                """)
            .param("principal", principal)
            .param("projects", where.projects().toArray(String[]::new))
            .param("teams", where.teams().toArray(String[]::new))
            .query(Boolean.class)
            .single();
  }

  private static Home home(ResultSet row, int number) throws SQLException {
    return new Home(
        row.getString("id"),
        row.getString("name"),
        new Place(row.getString("organization_id"), row.getString("team_id"), row.getString("id")),
        row.getBoolean("personal"),
        row.getString("owner_id"));
  }

  /**
   * @param hash of its secret
   */
  void insert(VirtualKey key, KeyHash hash, long revision) {
    jdbc.sql(
            """
            insert into virtual_keys (id, project_id, principal_id, name, device, hash, prefix,
              last_four, policy, requests_per_minute, expires_at, metadata, created_at, updated_at,
              revision)
            values (:id, :project, :principal, :name, :device, :hash, :prefix, :lastFour,
              :policy, :requestsPerMinute, :expiresAt, :metadata::jsonb, :now, :now, :revision)
            """)
        .param("id", key.id())
        .param("project", key.projectId())
        .param("principal", key.principalId())
        .param("name", key.name())
        .param("device", key.device())
        .param("hash", hash.bytes())
        .param("prefix", key.prefix())
        .param("lastFour", key.lastFour())
        .param("policy", key.policy())
        .param("requestsPerMinute", key.requestsPerMinute())
        .param("expiresAt", timestamp(key.expiresAt()))
        .param("metadata", write(key.metadata()))
        .param("now", timestamp(key.createdAt()))
        .param("revision", revision)
        .update();
  }

  /** Everything that may change; the row keeps its project, principal and name. */
  void update(VirtualKey key, long revision) {
    jdbc.sql(
            """
            update virtual_keys set status = :status, prefix = :prefix, last_four = :lastFour,
              policy = :policy, requests_per_minute = :requestsPerMinute, expires_at = :expiresAt,
              metadata = :metadata::jsonb, updated_at = :now, revision = :revision
            where id = :id
            """)
        .param("id", key.id())
        .param("status", key.status().text())
        .param("prefix", key.prefix())
        .param("lastFour", key.lastFour())
        .param("policy", key.policy())
        .param("requestsPerMinute", key.requestsPerMinute())
        .param("expiresAt", timestamp(key.expiresAt()))
        .param("metadata", write(key.metadata()))
        .param("now", timestamp(key.updatedAt()))
        .param("revision", revision)
        .update();
  }

  private HeldKey key(ResultSet row, int number) throws SQLException {
    return new HeldKey(
        virtualKey(row),
        new Place(
            row.getString("organization_id"),
            row.getString("team_id"),
            row.getString("project_id")),
        row.getString("owner_id"));
  }

  private VirtualKey virtualKey(ResultSet row) throws SQLException {
    return new VirtualKey(
        row.getString("id"),
        row.getString("name"),
        row.getString("project"),
        row.getString("project_id"),
        row.getBoolean("personal"),
        row.getString("principal"),
        row.getString("principal_id"),
        row.getString("device"),
        VirtualKey.Status.of(row.getString("status")),
        row.getString("prefix"),
        row.getString("last_four"),
        row.getString("policy"),
        row.getInt("requests_per_minute"),
        instant(row.getTimestamp("expires_at")),
        instant(row.getTimestamp("previous_until")),
        read(row.getString("metadata")),
        row.getTimestamp("created_at").toInstant(),
        row.getTimestamp("updated_at").toInstant());
  }

  private static @Nullable Timestamp timestamp(@Nullable Instant time) {
    return time == null ? null : Timestamp.from(time);
  }

  private static @Nullable Instant instant(@Nullable Timestamp time) {
    return time == null ? null : time.toInstant();
  }

  private String write(Map<String, String> metadata) {
    try {
      return json.writeValueAsString(metadata);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("metadata is no JSON", e);
    }
  }

  private Map<String, String> read(String metadata) {
    try {
      return json.readValue(metadata, TEXTS);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("stored metadata is no JSON object of texts", e);
    }
  }
}
