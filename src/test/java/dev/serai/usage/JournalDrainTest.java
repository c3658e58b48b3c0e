package dev.serai.usage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serai.admin.Page;
import dev.serai.call.Refusal;
import dev.serai.testing.EndedCalls;
import dev.serai.testing.TestDatabase;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.datasource.DelegatingDataSource;

class JournalDrainTest {
  private static final Duration SOON = Duration.ofSeconds(30);
  private static TestDatabase database;

  @TempDir Path folder;
  private Journal journal;

  @BeforeAll
  static void startDatabase() {
    database = TestDatabase.migrated();
  }

  @AfterAll
  static void stopDatabase() {
    database.close();
  }

  @BeforeEach
  void openJournal() throws IOException {
    database.jdbc().sql("delete from usage_records").update();
    journal = Journal.open(folder, 1 << 20, 8);
  }

  @AfterEach
  void closeJournal() throws IOException {
    journal.close();
  }

  @Test
  void bringsEveryOutcomeToTheDatabase() {
    UsageRecord served = UsageRecord.of(EndedCalls.served());
    journal.append(served);
    journal.append(UsageRecord.of(EndedCalls.failed()));
    journal.append(UsageRecord.of(EndedCalls.abandoned()));
    journal.append(UsageRecord.of(EndedCalls.refused(Refusal.Reason.KEY_INVALID)));

    drain(database.dataSource());

    Page<UsageEntry> page =
        new UsageQueries(database.dataSource())
            .records(new UsageFilter("", "", ""), UsageScope.ALL, 10, null)
            .page();
    assertThat(page.items())
        .extracting(UsageEntry::outcome)
        .containsExactlyInAnyOrder("served", "failed", "abandoned", "refused");
    UsageEntry entry =
        page.items().stream()
            .filter(e -> e.requestId().equals(served.requestId()))
            .findFirst()
            .orElseThrow();
    assertThat(entry.usage()).isEqualTo(EndedCalls.USAGE);
    assertThat(entry.costUsd()).isEqualTo("0.001234567");
    assertThat(entry.startedAt().toEpochMilli() * 1000).isEqualTo(served.startedAt());
    assertThat(entry.attempts()).isEqualTo(served.attempts());
    assertThat(entry.traceId()).isEqualTo(served.traceId());
  }

  @Test
  void storesARecordOnceHoweverOftenItIsDrained() throws SQLException {
    List<UsageRecord> records = append(700);
    UsageTable table = new UsageTable(database.dataSource(), Storing.NOTHING);

    drain(database.dataSource());
    table.insert(records);
    table.insert(records);

    assertThat(rows()).isEqualTo(700);
  }

  /** New ones are copied; beside one that was there before, they are inserted. */
  @Test
  void storesTheSameRowWhicheverWayItTakes() throws SQLException {
    List<UsageRecord> records =
        List.of(
            UsageRecord.of(EndedCalls.served()),
            UsageRecord.of(EndedCalls.failed()),
            UsageRecord.of(EndedCalls.abandoned()),
            UsageRecord.of(EndedCalls.refused(Refusal.Reason.KEY_INVALID)),
            MadeRecord.at(Instant.parse("1999-12-31T23:59:59.999999Z")).record(),
            withKey(UsageRecord.of(EndedCalls.served()), "schlüssel\u20ac\ud83d\ude00"));
    UsageTable table = new UsageTable(database.dataSource(), Storing.NOTHING);
    table.insert(records);
    List<String> copied = rowsAsText();
    database
        .jdbc()
        .sql("delete from usage_records where request_id <> ?")
        .param(records.getFirst().requestId())
        .update();

    table.insert(records);

    assertThat(rowsAsText()).hasSize(records.size()).isEqualTo(copied);
  }

  private static List<String> rowsAsText() {
    return database
        .jdbc()
        .sql("select r::text from usage_records r order by request_id")
        .query(String.class)
        .list();
  }

  @Test
  void makesThePartitionOfEachDay() throws SQLException {
    long day = TimeUnit.DAYS.toMicros(1);
    UsageRecord now = UsageRecord.of(EndedCalls.served());
    UsageTable table = new UsageTable(database.dataSource(), Storing.NOTHING);

    table.insert(List.of(at(now, 20_000 * day + 5), at(now, 20_001 * day - 1)));
    table.insert(List.of(at(now, 20_001 * day)));

    assertThat(
            database
                .jdbc()
                .sql("select tableoid::regclass::text from usage_records order by 1")
                .query(String.class)
                .list())
        .containsExactly(
            "usage_records_20241004", "usage_records_20241004", "usage_records_20241005");
  }

  @Test
  void keepsRecordsWhileTheDatabaseIsDownAndStoresThemWhenItIsBack() throws Exception {
    Broken broken = new Broken(database.dataSource());
    JournalDrain drain = new JournalDrain(journal, new UsageTable(broken, Storing.NOTHING));
    drain.start();
    append(1200);
    assertThat(broken.failures.await(30, TimeUnit.SECONDS)).isTrue();
    assertThat(journal.depth()).isEqualTo(1200);
    assertThat(rows()).isZero();

    broken.down = false;

    assertThat(drain.awaitDrained(SOON)).isTrue();
    drain.stop();
    assertThat(rows()).isEqualTo(1200);
  }

  @Test
  void whatOneProcessCouldNotStoreIsStoredByTheNext() throws Exception {
    append(20);
    journal.close();
    journal = Journal.open(folder, 1 << 20, 8);

    drain(database.dataSource());

    assertThat(rows()).isEqualTo(20);
  }

  @Test
  void tellsWhenAllThatAnEarlierProcessLeftIsStoredAndNotBefore() throws Exception {
    append(1200);
    journal.close();
    journal = Journal.open(folder, 1 << 20, 8);
    Broken broken = new Broken(database.dataSource());
    JournalDrain drain = new JournalDrain(journal, new UsageTable(broken, Storing.NOTHING));
    CompletableFuture<Long> stored = new CompletableFuture<>();
    drain.onRecovered(() -> stored.complete(rows()));
    append(5);

    drain.start();

    assertThat(broken.failures.await(30, TimeUnit.SECONDS)).isTrue();
    assertThat(stored).isNotDone();
    broken.down = false;
    assertThat(stored.get(30, TimeUnit.SECONDS)).isGreaterThanOrEqualTo(1200);
    drain.stop();
  }

  @Test
  void tellsOnceThatNothingWasLeftAlsoToWhoComesLate() throws Exception {
    JournalDrain drain =
        new JournalDrain(journal, new UsageTable(database.dataSource(), Storing.NOTHING));
    CountDownLatch early = new CountDownLatch(2);
    drain.onRecovered(early::countDown);
    drain.start();
    append(3);
    assertThat(drain.awaitDrained(SOON)).isTrue();

    CountDownLatch late = new CountDownLatch(1);
    drain.onRecovered(late::countDown);

    assertThat(late.await(30, TimeUnit.SECONDS)).isTrue();
    drain.stop();
    assertThat(early.getCount()).isEqualTo(1);
  }

  @Test
  void aRecordThatTheDatabaseWillNotTakeDoesNotHoldUpTheOthers() {
    UsageRecord good = UsageRecord.of(EndedCalls.served());
    journal.append(withKey(good, "bad\u0000"));
    journal.append(good);
    JournalDrain drain =
        new JournalDrain(journal, new UsageTable(database.dataSource(), Storing.NOTHING));

    drain.start();

    assertThat(drain.awaitDrained(SOON)).isTrue();
    drain.stop();
    assertThat(drain.rejected()).isEqualTo(1);
    assertThat(rows()).isEqualTo(1);
  }

  private void drain(DataSource dataSource) {
    JournalDrain drain = new JournalDrain(journal, new UsageTable(dataSource, Storing.NOTHING));
    drain.start();
    assertThat(drain.awaitDrained(SOON)).isTrue();
    drain.stop();
  }

  private List<UsageRecord> append(int count) {
    List<UsageRecord> records =
        java.util.stream.Stream.generate(() -> UsageRecord.of(EndedCalls.served()))
            .limit(count)
            .toList();
    records.forEach(journal::append);
    return records;
  }

  private static long rows() {
    return database.jdbc().sql("select count(*) from usage_records").query(Long.class).single();
  }

  private static UsageRecord at(UsageRecord r, long startedAt) {
    return copy(r, Long.toString(startedAt), startedAt, r.key());
  }

  private static UsageRecord withKey(UsageRecord r, String key) {
    return copy(r, "other", r.startedAt(), key);
  }

  private static UsageRecord copy(UsageRecord r, String id, long startedAt, String key) {
    return new UsageRecord(
        id,
        startedAt,
        r.firstByteAt(),
        r.endedAt(),
        r.organization(),
        r.project(),
        r.principal(),
        r.personal(),
        key,
        r.session(),
        r.operation(),
        r.clientDialect(),
        r.providerDialect(),
        r.provider(),
        r.credential(),
        r.requestedModel(),
        r.model(),
        r.servedModel(),
        r.attempts(),
        r.outcome(),
        r.reason(),
        r.status(),
        r.usage(),
        r.costNanos(),
        r.priceVersion(),
        r.clientTool(),
        r.endUser(),
        r.traceId(),
        r.team(),
        r.charges());
  }

  /** A pool whose database is down until told otherwise. */
  private static final class Broken extends DelegatingDataSource {
    final CountDownLatch failures = new CountDownLatch(3);
    volatile boolean down = true;

    Broken(DataSource target) {
      super(target);
    }

    @Override
    public Connection getConnection() throws SQLException {
      if (down) {
        failures.countDown();
        throw new SQLException("the database is down", "08001");
      }
      return super.getConnection();
    }
  }
}
