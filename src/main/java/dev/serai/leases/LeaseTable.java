package dev.serai.leases;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/** What a replica and the database tell each other about quotas. Blocks, at most two seconds. */
final class LeaseTable {
  private static final int LONGEST_SECONDS = 2;

  private static final String EXCHANGE =
      """
      select t.n, e.* from unnest(?::text[], ?::text[], ?::bigint[], ?::bigint[], ?::bigint[],
          ?::bigint[], ?::boolean[], ?::text[], ?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[],
          ?::bigint[], ?::bigint[], ?::boolean[], ?::boolean[], ?::boolean[])
          with ordinality as t(limit_id, member, starts, ends, since, cap, enforced, thresholds,
            unbooked, settled, returned, cover, need, want, answering, fresh, known, n),
        lateral exchange_lease(?, t.limit_id, t.member, to_timestamp(t.starts / 1000.0),
          case when t.ends = 9223372036854775807 then null else to_timestamp(t.ends / 1000.0) end,
          to_timestamp(t.since / 1000.0), t.cap, t.enforced, t.thresholds::integer[], t.unbooked,
          t.settled, t.known, t.returned, t.cover, t.need, t.want, t.answering, t.fresh) e
      order by t.n
      """;

  private final DataSource database;
  private final String replica;

  LeaseTable(DataSource database, String replica) {
    this.database = database;
    this.replica = replica;
  }

  /**
   * What this replica says about one quota.
   *
   * @param settled all of it when the lease is {@code known}, else what comes on top
   * @param fresh asks anew, so that others are asked to give back
   */
  record Word(
      Quota quota,
      QuotaTerms terms,
      long unbooked,
      long settled,
      long returned,
      long cover,
      long need,
      long want,
      boolean answering,
      boolean fresh,
      boolean known) {}

  /**
   * What the database says.
   *
   * @param had what the lease had been granted before, as the database has it
   * @param free could still be given
   * @param oldest epoch milliseconds at which the oldest window begins that something was spent in,
   *     {@link Long#MAX_VALUE} = none
   * @param crossed thresholds passed for the first time
   */
  record Answer(
      long lease,
      long had,
      long hadSettled,
      long given,
      long free,
      long spentElsewhere,
      long heldElsewhere,
      boolean pending,
      long oldest,
      List<Integer> crossed) {}

  /**
   * One round trip and one transaction for all.
   *
   * @param words in the order of their keys, so that replicas do not wait for each other
   */
  List<Answer> exchange(List<Word> words) throws SQLException {
    try (Connection connection = database.getConnection();
        PreparedStatement statement = connection.prepareStatement(EXCHANGE)) {
      statement.setQueryTimeout(LONGEST_SECONDS);
      Columns columns = new Columns(connection, statement, words);
      columns.text(w -> w.quota().key.limit());
      columns.text(w -> w.quota().key.member());
      columns.number(w -> w.quota().key.start());
      columns.number(w -> w.terms().end());
      columns.number(w -> w.terms().since());
      columns.number(w -> w.terms().cap());
      columns.flag(w -> w.terms().enforced());
      columns.text(w -> w.terms().thresholds().toString().replace('[', '{').replace(']', '}'));
      columns.number(Word::unbooked);
      columns.number(Word::settled);
      columns.number(Word::returned);
      columns.number(Word::cover);
      columns.number(Word::need);
      columns.number(Word::want);
      columns.flag(Word::answering);
      columns.flag(Word::fresh);
      columns.flag(Word::known);
      statement.setString(columns.next(), replica);
      try (ResultSet rows = statement.executeQuery()) {
        List<Answer> answers = new ArrayList<>(words.size());
        while (rows.next()) answers.add(answer(rows));
        return answers;
      }
    }
  }

  /** Says that this replica lives; makes its row when there is none. */
  void heartbeat() throws SQLException {
    try (Connection connection = database.getConnection();
        PreparedStatement statement =
            connection.prepareStatement(
                """
                insert into replicas (id) values (?)
                on conflict (id) do update set seen_at = now()
                """)) {
      statement.setQueryTimeout(LONGEST_SECONDS);
      statement.setString(1, replica);
      statement.executeUpdate();
    }
  }

  private static Answer answer(ResultSet row) throws SQLException {
    java.sql.Timestamp oldest = row.getTimestamp("frees_at");
    Array crossed = row.getArray("crossed");
    return new Answer(
        row.getLong("lease"),
        row.getLong("had"),
        row.getLong("had_settled"),
        row.getLong("given"),
        row.getLong("free"),
        row.getLong("spent_elsewhere"),
        row.getLong("held_elsewhere"),
        row.getBoolean("pending"),
        oldest == null ? Long.MAX_VALUE : oldest.getTime(),
        List.of((Integer[]) crossed.getArray()));
  }

  /** The words of one exchange, turned into arrays. */
  private static final class Columns {
    private final Connection connection;
    private final PreparedStatement statement;
    private final List<Word> words;
    private int column;

    Columns(Connection connection, PreparedStatement statement, List<Word> words) {
      this.connection = connection;
      this.statement = statement;
      this.words = words;
    }

    int next() {
      return ++column;
    }

    void text(java.util.function.Function<Word, String> of) throws SQLException {
      array("text", words.stream().map(of).toArray());
    }

    void number(java.util.function.ToLongFunction<Word> of) throws SQLException {
      array("bigint", words.stream().mapToLong(of).boxed().toArray());
    }

    void flag(java.util.function.Predicate<Word> of) throws SQLException {
      array("boolean", words.stream().map(of::test).toArray());
    }

    private void array(String type, Object[] values) throws SQLException {
      statement.setArray(next(), connection.createArrayOf(type, values));
    }
  }
}
