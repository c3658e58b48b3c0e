package dev.serai.keys;

import dev.serai.call.KeyHash;
import dev.serai.keys.KeyEntry.Scope;
import dev.serai.keys.VirtualKey.Status;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Every secret of every key, by hash. Read by all event loops, changed by the refresh thread alone;
 * only rows of later revisions are fetched. Bounded by the number of secrets in the database.
 */
final class KeySnapshot {
  /** A change to a secret is a change to its key, so all secrets of a changed key come along. */
  private static final String CHANGED =
      """
      select s.hash, s.valid_until, k.id, k.name, k.status, k.policy, k.requests_per_minute,
        k.expires_at, k.revision, k.principal_id, p.id as project_id, p.organization_id,
        coalesce(p.team_id, '') as team_id, p.personal
      from virtual_keys k
        join key_secrets s on s.key_id = k.id
        join projects p on p.id = k.project_id
      where k.revision > ?
      """;

  private static final int ROWS_AT_ONCE = 5000;

  private final JdbcTemplate jdbc;
  private final TransactionTemplate reading;
  private final Map<KeyHash, KeyEntry> entries = new ConcurrentHashMap<>();

  /** Of the refresh thread. */
  private final Map<Scope, Scope> scopes = new HashMap<>();

  private long revision = -1;

  KeySnapshot(DataSource dataSource) {
    jdbc = new JdbcTemplate(dataSource);
    jdbc.setFetchSize(ROWS_AT_ONCE);
    // only inside a transaction does the driver fetch in portions
    reading = new TransactionTemplate(new JdbcTransactionManager(dataSource));
    reading.setReadOnly(true);
  }

  @Nullable KeyEntry find(KeyHash hash) {
    return entries.get(hash);
  }

  int size() {
    return entries.size();
  }

  /**
   * @param now epoch milliseconds
   * @return ids of keys that had a usable secret which is not usable any more
   */
  Set<String> refresh(long now) {
    Set<String> ended = new HashSet<>();
    long[] latest = {revision};
    reading.executeWithoutResult(
        _ ->
            jdbc.query(
                CHANGED,
                row -> {
                  KeyEntry entry = entry(row);
                  KeyEntry before = entries.put(KeyHash.of(row.getBytes("hash")), entry);
                  if (before != null && before.usable(now) && !entry.usable(now))
                    ended.add(entry.id());
                  latest[0] = Math.max(latest[0], row.getLong("revision"));
                },
                revision));
    revision = latest[0];
    return ended;
  }

  private KeyEntry entry(ResultSet row) throws SQLException {
    Scope scope =
        new Scope(
            row.getString("organization_id"),
            row.getString("team_id"),
            row.getString("project_id"),
            row.getString("principal_id"),
            row.getBoolean("personal"),
            row.getString("policy"));
    return new KeyEntry(
        scopes.computeIfAbsent(scope, same -> same),
        row.getString("id"),
        row.getString("name"),
        Status.of(row.getString("status")),
        row.getInt("requests_per_minute"),
        millis(row.getTimestamp("expires_at")),
        millis(row.getTimestamp("valid_until")));
  }

  private static long millis(@Nullable Timestamp time) {
    return time == null ? KeyEntry.NEVER : time.getTime();
  }
}
