package dev.serai.keys;

import dev.serai.call.KeyHash;
import dev.serai.keys.KeyEntry.Scope;
import dev.serai.keys.VirtualKey.Status;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/** Reads keys with their secrets, each secret as one row. Of one thread. */
final class KeyRows {
  private static final String PROJECTS =
      "select id, organization_id, coalesce(team_id, ''), personal from projects ";

  /**
   * Of the keys that {@code %1$s} tells with their current secrets, {@code %2$s} with older ones.
   */
  private static final String KEYS =
      """
      select k.revision, k.id, k.name, k.status, k.requests_per_minute, k.expires_at, k.hash,
        null::timestamptz, k.project_id, k.principal_id, k.policy
      from virtual_keys k %1$s
      union all
      select k.revision, k.id, k.name, k.status, k.requests_per_minute, k.expires_at, s.hash,
        s.valid_until, k.project_id, k.principal_id, k.policy
      from virtual_keys k join old_secrets s on s.key_id = k.id %2$s
      """;

  private final JdbcTemplate jdbc;
  private final TransactionTemplate reading;
  private final Scopes scopes;

  private record Project(String organization, String team, boolean personal) {}

  KeyRows(DataSource dataSource, Scopes scopes) {
    this.scopes = scopes;
    jdbc = new JdbcTemplate(dataSource);
    reading = new TransactionTemplate(new JdbcTransactionManager(dataSource));
    reading.setReadOnly(true);
    // all queries see the same moment
    reading.setIsolationLevel(TransactionDefinition.ISOLATION_REPEATABLE_READ);
  }

  /**
   * Every secret of keys that changed after the revision, in no order.
   *
   * @param revision -1 = all there are
   * @return the latest revision that there is
   */
  long changedAfter(long revision, Consumer<byte[]> secret) {
    ConnectionCallback<Long> read = connection -> read(connection, revision, secret);
    return Objects.requireNonNull(reading.execute(_ -> jdbc.execute(read)));
  }

  private long read(Connection connection, long revision, Consumer<byte[]> secret)
      throws SQLException {
    boolean all = revision < 0;
    String changed = all ? "" : "where k.revision > " + revision;
    String theirs = "where id in (select k.project_id from virtual_keys k " + changed + ")";
    Map<String, Project> projects = projects(connection, all ? "" : theirs);
    long[] latest = {revision};
    CopyRows.read(
        connection,
        KEYS.formatted(changed, changed),
        row -> {
          latest[0] = Math.max(latest[0], CopyRows.longNumber(row));
          secret.accept(key(row, projects, !all));
        });
    return latest[0];
  }

  /** The secret of this hash with its key. */
  Optional<byte[]> withSecret(KeyHash hash) {
    ConnectionCallback<Optional<byte[]>> read = connection -> read(connection, hash);
    return Objects.requireNonNull(reading.execute(_ -> jdbc.execute(read)));
  }

  private Optional<byte[]> read(Connection connection, KeyHash hash) throws SQLException {
    String bytes = "hash = '\\x" + HexFormat.of().formatHex(hash.bytes()) + "'";
    String keys = KEYS.formatted("where k." + bytes, "where s." + bytes);
    Map<String, Project> projects =
        projects(connection, "where id in (select q.project_id from (" + keys + ") q)");
    List<byte[]> found = new ArrayList<>();
    CopyRows.read(
        connection,
        keys,
        row -> {
          CopyRows.longNumber(row); // the revision
          found.add(key(row, projects, false));
        });
    return found.stream().findFirst();
  }

  private static Map<String, Project> projects(Connection connection, String which)
      throws SQLException {
    Map<String, Project> projects = new HashMap<>();
    CopyRows.read(
        connection,
        PROJECTS + which,
        row -> {
          String id = CopyRows.text(row);
          projects.put(id, new Project(CopyRows.text(row), CopyRows.text(row), CopyRows.flag(row)));
        });
    return projects;
  }

  private byte[] key(ByteBuffer row, Map<String, Project> projects, boolean changed) {
    int idLength = row.getInt();
    int id = row.position();
    row.position(id + idLength);
    int nameLength = row.getInt();
    int name = row.position();
    row.position(name + nameLength);
    byte[] key = PackedKey.named(row.array(), id, idLength, name, nameLength);
    Status status = status(row);
    int requestsPerMinute = CopyRows.number(row);
    long expiresAt = CopyRows.millis(row);
    if (row.getInt() != 32) throw new IllegalStateException("a key's hash has not 32 bytes");
    KeyHash hash = new KeyHash(row.getLong(), row.getLong(), row.getLong(), row.getLong());
    long validUntil = CopyRows.millis(row);
    int scope =
        scopes.number(
            row.array(), row.position(), row.remaining(), changed, () -> scope(row, projects));
    PackedKey.describe(key, scope, status, requestsPerMinute, expiresAt);
    return PackedKey.withSecret(key, hash, validUntil);
  }

  /** Each has another first letter. */
  private static Status status(ByteBuffer row) {
    int length = row.getInt();
    byte first = row.get();
    row.position(row.position() + length - 1);
    return switch (first) {
      case 'a' -> Status.ACTIVE;
      case 'd' -> Status.DISABLED;
      case 'r' -> Status.REVOKED;
      default -> throw new IllegalStateException("a key's status is none that is known");
    };
  }

  private static Scope scope(ByteBuffer row, Map<String, Project> projects) {
    String id = CopyRows.text(row);
    Project project = Objects.requireNonNull(projects.get(id));
    return new Scope(
        project.organization(),
        project.team(),
        id,
        CopyRows.text(row),
        project.personal(),
        CopyRows.text(row));
  }
}
