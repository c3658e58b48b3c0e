package dev.serai.leases;

import dev.serai.leases.Exchange.Answer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Leases in the database. Each method is one round trip, and one transaction. */
final class LeaseTable {
  /** A connection that is silent for so long is given up. */
  private static final int PATIENCE_MILLIS = 1_500;

  private static final int LONGEST_MEMBER = 256;

  /** On the thread that is silent itself. */
  private static final Executor HERE = Runnable::run;

  private static final String EXCHANGE =
      """
      with beat as (
        update replicas set seen_at = now()
        where id = ? and seen_at < now() - interval '500 milliseconds')
      select r.number, e.* from (
        select * from unnest(?::text[], ?::text[], ?::bigint[], ?::bigint[], ?::bigint[],
            ?::bigint[], ?::boolean[], ?::text[], ?::bigint[], ?::bigint[], ?::bigint[],
            ?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[])
          with ordinality as r (limit_id, member, start, since, ends, cap, enforced, thresholds,
            incarnation, granted, settled, need, want, answered, waits, number)
        order by cap_lock(limit_id, member), start) r
      cross join lateral lease_exchange(?, ?,
        (select 1 + count(*) from replicas x where x.id <> ? and is_live(x)),
        r.limit_id, r.member, r.start, r.since, r.ends, r.cap, r.enforced,
        string_to_array(r.thresholds, ' ')::integer[], r.incarnation, r.granted, r.settled,
        r.need, r.want, r.answered, r.waits) e
      """;

  private static final String REGISTER =
      "insert into replicas (id, journal) values (?, ?) on conflict do nothing";

  private static final String BEAT = "update replicas set seen_at = now() where id = ?";

  /** A lease has two slots when its quota was forgotten and met again: the later one counts on. */
  private static final String CHARGE =
      """
      update leases l set settled = greatest(l.settled, t.used)
      from (select lease, max(used) as used
        from unnest(?::bigint[], ?::bigint[]) as t (lease, used) group by lease) t
      where l.id = t.lease and l.replica_id = ?
      """;

  private final DataSource dataSource;
  private final String replica;

  LeaseTable(DataSource dataSource, String replica) {
    this.dataSource = dataSource;
    this.replica = replica;
  }

  /** What is done with a statement; closed afterwards. */
  @FunctionalInterface
  private interface Work<T> {
    T with(PreparedStatement statement, Connection connection) throws SQLException;
  }

  void register(String journal) throws SQLException {
    run(
        REGISTER,
        (statement, _) -> {
          statement.setString(1, replica);
          statement.setString(2, journal);
          return statement.executeUpdate();
        });
  }

  /** Says that this replica lives. */
  void beat() throws SQLException {
    run(
        BEAT,
        (statement, _) -> {
          statement.setString(1, replica);
          return statement.executeUpdate();
        });
  }

  /**
   * All of them or none.
   *
   * @param number greater than that of any exchange before
   * @return in the order of the exchanges; null for one that came too late
   */
  @Nullable Answer[] exchange(List<Exchange> exchanges, long number) throws SQLException {
    return run(
        EXCHANGE,
        (statement, connection) -> {
          bind(statement, new Columns(connection, exchanges), number);
          @Nullable Answer[] answers = new Answer[exchanges.size()];
          try (ResultSet rows = statement.executeQuery()) {
            while (rows.next()) answers[(int) rows.getLong("number") - 1] = answer(rows);
          }
          return answers;
        });
  }

  /** What a process used or had reserved when it ended; once or several times. */
  void charge(SlotFile.Remains remains) throws SQLException {
    List<SlotFile.Use> uses = remains.uses();
    run(
        CHARGE,
        (statement, connection) -> {
          Long[] leases = uses.stream().map(SlotFile.Use::lease).toArray(Long[]::new);
          Long[] used = uses.stream().map(SlotFile.Use::used).toArray(Long[]::new);
          statement.setArray(1, connection.createArrayOf("bigint", leases));
          statement.setArray(2, connection.createArrayOf("bigint", used));
          statement.setString(3, remains.replica());
          return statement.executeUpdate();
        });
  }

  /**
   * Takes back what the journal's other processes held.
   *
   * @return how many of them seem to be alive, and were left alone
   */
  long closeOthers(String journal) throws SQLException {
    return run(
        "select close_replicas(?, ?)",
        (statement, _) -> {
          statement.setString(1, journal);
          statement.setString(2, replica);
          return number(statement);
        });
  }

  /** This process holds nothing any more, and has told all. */
  void close() throws SQLException {
    run(
        "update replicas set closed_at = now() where id = ?",
        (statement, _) -> {
          statement.setString(1, replica);
          return statement.executeUpdate();
        });
  }

  /** Drops quotas that count for nothing any more, oldest first. */
  long purge(int most) throws SQLException {
    return run(
        "select purge_quotas(?)",
        (statement, _) -> {
          statement.setInt(1, most);
          return number(statement);
        });
  }

  private static long number(PreparedStatement statement) throws SQLException {
    try (ResultSet row = statement.executeQuery()) {
      row.next();
      return row.getLong(1);
    }
  }

  private <T> T run(String sql, Work<T> work) throws SQLException {
    try (Connection connection = dataSource.getConnection()) {
      int patience = connection.getNetworkTimeout();
      connection.setNetworkTimeout(HERE, PATIENCE_MILLIS);
      try (PreparedStatement statement = connection.prepareStatement(sql)) {
        return work.with(statement, connection);
      } finally {
        if (!connection.isClosed()) connection.setNetworkTimeout(HERE, patience);
      }
    }
  }

  private void bind(PreparedStatement statement, Columns of, long number) throws SQLException {
    int at = 0;
    statement.setString(++at, replica);
    statement.setArray(++at, of.texts(e -> e.quota().key().limit()));
    statement.setArray(++at, of.texts(e -> stored(e.quota().key().member())));
    statement.setArray(++at, of.longs(e -> e.quota().key().start()));
    statement.setArray(++at, of.longs(e -> e.terms().since()));
    statement.setArray(
        ++at, of.longs(e -> e.terms().end() == Long.MAX_VALUE ? null : e.terms().end()));
    statement.setArray(++at, of.longs(e -> e.terms().cap()));
    statement.setArray(++at, of.booleans(e -> e.terms().enforced()));
    statement.setArray(++at, of.texts(e -> spaced(e.terms().thresholds())));
    statement.setArray(++at, of.longs(Exchange::incarnation));
    statement.setArray(++at, of.longs(Exchange::granted));
    statement.setArray(++at, of.longs(Exchange::settled));
    statement.setArray(++at, of.longs(Exchange::need));
    statement.setArray(++at, of.longs(Exchange::want));
    statement.setArray(++at, of.longs(Exchange::answered));
    statement.setArray(++at, of.longs(Exchange::waitsFor));
    statement.setString(++at, replica);
    statement.setLong(++at, number);
    statement.setString(++at, replica);
  }

  /** Clients make up members; not everything can be stored, and an index has its limits. */
  static String stored(String member) {
    if (member.length() <= LONGEST_MEMBER && member.indexOf(0) < 0) return member;
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      byte[] hash = digest.digest(member.getBytes(StandardCharsets.UTF_8));
      return "sha256:" + HexFormat.of().formatHex(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String spaced(List<Integer> numbers) {
    return numbers.stream().map(String::valueOf).collect(Collectors.joining(" "));
  }

  private static @Nullable Answer answer(ResultSet row) throws SQLException {
    long lease = row.getLong("lease");
    if (row.wasNull()) return null;
    long oldest = row.getLong("oldest");
    if (row.wasNull()) oldest = Long.MAX_VALUE;
    Array crossed = row.getArray("crossed");
    return new Answer(
        lease,
        row.getLong("earlier"),
        row.getLong("given"),
        row.getLong("free"),
        row.getLong("missing"),
        row.getLong("spent_elsewhere"),
        row.getLong("held_elsewhere"),
        oldest,
        row.getLong("shared"),
        row.getLong("recalls"),
        row.getLong("waits"),
        row.getBoolean("pending"),
        crossed == null ? List.of() : Arrays.asList((Integer[]) crossed.getArray()));
  }

  /** The same figure of each, as one array. */
  private record Columns(Connection connection, List<Exchange> exchanges) {
    Array longs(Function<Exchange, @Nullable Long> figure) throws SQLException {
      return connection.createArrayOf("bigint", exchanges.stream().map(figure).toArray());
    }

    Array texts(Function<Exchange, String> figure) throws SQLException {
      return connection.createArrayOf("text", exchanges.stream().map(figure).toArray());
    }

    Array booleans(Function<Exchange, Boolean> figure) throws SQLException {
      return connection.createArrayOf("boolean", exchanges.stream().map(figure).toArray());
    }
  }
}
