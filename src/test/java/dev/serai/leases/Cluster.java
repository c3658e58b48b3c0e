package dev.serai.leases;

import dev.serai.testing.TestDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;

/**
 * Replicas on one database, without threads of their own: time goes on and they talk when the test
 * says so.
 */
final class Cluster implements AutoCloseable {
  /** Later than the clock of the database, which drops what is long over. */
  static final long START = Instant.parse("2099-11-02T10:00:00Z").toEpochMilli();

  final TestDatabase database;
  final Time time = new Time();
  private final Path folder;
  private final List<Replica> replicas = new ArrayList<>();
  private final Connection notes;

  Cluster(TestDatabase database, Path folder) {
    this.database = database;
    this.folder = folder;
    try {
      notes = DriverManager.getConnection(database.url(), "postgres", "");
      execute("listen " + LeaseKeeper.CHANNEL);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A further one, with a folder of its own. */
  Replica replica() {
    return replica("journal-" + replicas.size());
  }

  /** The process that uses the folder now. */
  Replica replica(String name) {
    Replica replica = new Replica(folder.resolve(name));
    replicas.add(replica);
    return replica;
  }

  /** All replicas that live talk to the database, and hear what the others said. */
  void talk() {
    for (Replica replica : List.copyOf(replicas)) replica.keeper.round(true);
    deliver();
  }

  /** Often enough for everything that was said to be answered. */
  void settleDown() {
    for (int i = 0; i < 3; i++) {
      time.passes(50);
      talk();
    }
  }

  /** What was notified reaches all replicas. */
  void deliver() {
    try {
      execute("select 1");
      PGNotification[] news = notes.unwrap(PGConnection.class).getNotifications();
      if (news == null) return;
      for (PGNotification each : news)
        for (Replica replica : replicas) replica.keeper.heard(each.getParameter());
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** As if it were long ago that any replica was heard of. */
  void silence() {
    database.jdbc().sql("update replicas set seen_at = seen_at - interval '1 minute'").update();
  }

  private void execute(String sql) throws SQLException {
    try (Statement statement = notes.createStatement()) {
      statement.execute(sql);
    }
  }

  /** Sum over all leases of the limit: what nobody else can have any more. */
  long held(String limit) {
    return sum("held", limit);
  }

  long spent(String limit) {
    return sum("spent", limit);
  }

  private long sum(String figure, String limit) {
    return database
        .jdbc()
        .sql(
            "select coalesce(sum(u."
                + figure
                + "), 0) from lease_use u join quotas q on q.id = u.quota_id where q.limit_id = ?")
        .param(limit)
        .query(Long.class)
        .single();
  }

  /** As the drain does with what usage records say. */
  void book(long lease, long amount) {
    database
        .jdbc()
        .sql(
            "insert into lease_charges as c (lease_id, spent) values (?, ?)"
                + " on conflict (lease_id) do update set spent = c.spent + excluded.spent")
        .params(lease, amount)
        .update();
  }

  @Override
  public void close() {
    try {
      notes.close();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** One process. */
  final class Replica {
    final Quotas quotas;
    final LeaseKeeper keeper;
    final Path journal;

    private Replica(Path journal) {
      this.journal = journal;
      quotas = new Quotas(new Slots(journal, Quotas.MOST), time);
      keeper = new LeaseKeeper(quotas, database.dataSource());
      try {
        keeper.open();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      keeper.round(true);
    }

    Quota open(QuotaKey key, QuotaTerms terms) {
      return quotas.open(key, terms);
    }

    /** As a call does: takes, asks when there is too little, and takes again. */
    boolean call(Quota quota, long amount) {
      for (int round = 0; round < 20; round++) {
        if (quota.take(amount)) return true;
        if (quotas.shortage(quota, amount) != Quota.Shortage.ASK) return false;
        CompletionStage<Void> answer = quotas.ask(quota, amount);
        for (int wait = 0; wait < 30 && !answer.toCompletableFuture().isDone(); wait++) {
          keeper.round(false);
          deliver();
          time.passes(25);
          if (!answer.toCompletableFuture().isDone())
            for (Replica other : replicas) if (other != this) other.keeper.round(false);
          deliver();
        }
      }
      throw new IllegalStateException("never an answer");
    }

    /** Without a word. */
    void kill() {
      replicas.remove(this);
    }

    /** In order. */
    boolean stop() {
      replicas.remove(this);
      return keeper.close();
    }
  }

  /** Stands still unless told to pass. */
  static final class Time extends Clock {
    private volatile long now = START;

    void passes(long millis) {
      now += millis;
    }

    @Override
    public long millis() {
      return now;
    }

    @Override
    public Instant instant() {
      return Instant.ofEpochMilli(now);
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }
}
