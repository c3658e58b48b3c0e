package dev.serai.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.serai.call.Charge;
import dev.serai.testing.TestDatabase;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.LongStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.datasource.DelegatingDataSource;

class LeaseChargesTest {
  private static final Instant NOON = Instant.parse("2030-01-15T12:00:00Z");
  private static TestDatabase database;

  @TempDir Path folder;
  private List<Long> leases;

  @BeforeAll
  static void startDatabase() {
    database = TestDatabase.migrated();
    database.jdbc().sql("insert into replicas (id, journal) values ('r1', 'j1')").update();
  }

  @AfterAll
  static void stopDatabase() {
    database.close();
  }

  @BeforeEach
  void fiveLeases() {
    database.jdbc().sql("delete from quotas").update();
    leases =
        LongStream.rangeClosed(1, 5)
            .map(
                n ->
                    database
                        .jdbc()
                        .sql(
                            """
                            with q as (insert into quotas (limit_id, member, starts_at)
                              values (?, '', now()) returning id)
                            insert into leases (quota_id, replica_id) select id, 'r1' from q
                            returning id
                            """)
                        .param("limit" + n)
                        .query(Long.class)
                        .single())
            .boxed()
            .toList();
  }

  @Test
  void bookWhatRecordsTookPerLeaseOnceHoweverOftenTheyAreDrained() throws Exception {
    Random random = new Random(7);
    TreeMap<Long, Long> expected = new TreeMap<>();
    List<UsageRecord> records = new ArrayList<>();
    for (int i = 0; i < 700; i++) {
      MadeRecord made = MadeRecord.at(NOON.plusSeconds(i));
      List<Charge> taken = new ArrayList<>();
      for (int c = random.nextInt(5); c > 0; c--)
        taken.add(new Charge(leases.get(random.nextInt(5)), random.nextLong(1_000_000)));
      taken.forEach(charge -> expected.merge(charge.lease(), charge.amount(), Long::sum));
      records.add(made.charges(taken.toArray(Charge[]::new)).record());
    }
    UsageTable table = new UsageTable(database.dataSource(), Storing.NOTHING);

    table.insert(records.subList(0, 400));
    table.insert(records.subList(200, 600));
    table.insert(records);
    table.insert(twice(records));

    assertThat(spent()).isEqualTo(expected);
  }

  @Test
  void countARecordThatIsTwiceInOneBatchOnce() throws Exception {
    UsageRecord usage = record(new Charge(leases.getFirst(), 70));

    new UsageTable(database.dataSource(), Storing.NOTHING).insert(List.of(usage, usage));

    assertThat(spent()).containsEntry(leases.getFirst(), 70L);
  }

  @Test
  void areBookedForEachRecordWhenOneOfThemIsRejected() throws Exception {
    try (Journal journal = Journal.open(folder, 1 << 20, 8)) {
      journal.append(record(new Charge(leases.get(0), 5)));
      MadeRecord bad = MadeRecord.at(NOON).key("bad\u0000");
      journal.append(bad.charges(new Charge(leases.get(1), 9)).record());
      journal.append(record(new Charge(leases.get(0), 6), new Charge(leases.get(2), 1)));
      JournalDrain drain =
          new JournalDrain(journal, new UsageTable(database.dataSource(), Storing.NOTHING));

      drain.start();

      assertThat(drain.awaitDrained(Duration.ofSeconds(30))).isTrue();
      drain.stop();
      assertThat(drain.rejected()).isEqualTo(1);
    }
    assertThat(spent()).containsOnlyKeys(leases.get(0), leases.get(2));
    assertThat(spent()).containsEntry(leases.get(0), 11L);
  }

  @Test
  void ofALeaseThatIsGoneAreCountedAndHoldUpNothing() throws Exception {
    UsageTable table = new UsageTable(database.dataSource(), Storing.NOTHING);
    UsageRecord usage =
        record(new Charge(-1, 3), new Charge(leases.getFirst(), 4), new Charge(-1, 3));

    table.insert(List.of(usage));
    table.insert(List.of(usage));

    assertThat(spent()).containsEntry(leases.getFirst(), 4L);
    assertThat(table.chargesUnknown()).isEqualTo(2);
  }

  @Test
  void areNotBookedWhenTheCommitFailsAndBookedOnceWhenItsAnswerIsLost() throws Exception {
    UsageRecord usage = record(new Charge(leases.getFirst(), 12));
    BreaksAtCommit breaking = new BreaksAtCommit(database.dataSource());
    UsageTable table = new UsageTable(breaking, Storing.NOTHING);

    breaking.before = true;
    assertThatThrownBy(() -> table.insert(List.of(usage))).hasMessage("gone before");
    assertThat(spent()).isEmpty();
    breaking.before = false;
    breaking.after = true;
    assertThatThrownBy(() -> table.insert(List.of(usage))).hasMessage("gone after");
    breaking.after = false;
    table.insert(List.of(usage));

    assertThat(spent()).containsEntry(leases.getFirst(), 12L);
  }

  @Test
  void waitForNoneWhoChangesTheLease() throws Exception {
    try (Connection exchange = database.dataSource().getConnection()) {
      exchange.setAutoCommit(false);
      exchange.createStatement().execute("update leases set granted = granted + 1");

      new UsageTable(database.dataSource(), Storing.NOTHING).insert(List.of(record(charge(8))));
      exchange.rollback();
      exchange.setAutoCommit(true);
    }
    assertThat(spent()).containsEntry(leases.getFirst(), 8L);
  }

  private Charge charge(long amount) {
    return new Charge(leases.getFirst(), amount);
  }

  private static UsageRecord record(Charge... charges) {
    return MadeRecord.at(NOON).charges(charges).record();
  }

  private static List<UsageRecord> twice(List<UsageRecord> records) {
    List<UsageRecord> both = new ArrayList<>(records);
    both.addAll(records);
    return both;
  }

  private static TreeMap<Long, Long> spent() {
    TreeMap<Long, Long> spent = new TreeMap<>();
    database
        .jdbc()
        .sql("select lease_id, spent from lease_charges")
        .query((r, n) -> spent.put(r.getLong(1), r.getLong(2)))
        .list();
    return spent;
  }

  /** A pool whose connections break before a commit arrives, or after it was done. */
  private static final class BreaksAtCommit extends DelegatingDataSource {
    boolean before;
    boolean after;

    BreaksAtCommit(DataSource target) {
      super(target);
    }

    @Override
    public Connection getConnection() throws SQLException {
      Connection real = super.getConnection();
      return (Connection)
          Proxy.newProxyInstance(
              getClass().getClassLoader(),
              new Class<?>[] {Connection.class},
              (proxy, method, args) -> {
                boolean commit = method.getName().equals("commit");
                if (commit && before) throw new SQLException("gone before", "08006");
                try {
                  Object answer = method.invoke(real, args);
                  if (commit && after) throw new SQLException("gone after", "08006");
                  return answer;
                } catch (InvocationTargetException e) {
                  throw e.getCause();
                }
              });
    }
  }
}
