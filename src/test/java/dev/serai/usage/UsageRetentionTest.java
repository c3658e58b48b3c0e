package dev.serai.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.serai.testing.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class UsageRetentionTest {
  private static final Instant NOW = Instant.parse("2030-06-15T12:00:00Z");
  private static final UsageSettings DEFAULT =
      new UsageSettings(Duration.ofDays(90), Duration.ofDays(400), Duration.ZERO);

  private TestDatabase database;

  @BeforeEach
  void oneRecordOnEachOfSomeDays() throws SQLException {
    database = TestDatabase.migrated();
    new UsageTable(database.dataSource(), Storing.NOTHING)
        .insert(
            Stream.of(
                    "2028-12-31",
                    "2029-04-30",
                    "2029-05-11",
                    "2030-03-16",
                    "2030-03-17",
                    "2030-06-15")
                .map(day -> MadeRecord.at(Instant.parse(day + "T12:00:00Z")).record())
                .toList());
  }

  @AfterEach
  void stopDatabase() {
    database.close();
  }

  @Test
  void dropsWholePartitionsOfWhatIsOlderThanItIsKeptAndNothingElse() throws SQLException {
    database
        .jdbc()
        .sql("create table usage_records_archive (like usage_records including all)")
        .update();
    database
        .jdbc()
        .sql("alter table usage_records detach partition usage_records_20290430")
        .update();

    retention(DEFAULT).dropOld();

    // 90 days before noon of 15 June end at noon of 17 March: that day is not over yet
    assertThat(tables("usage_records_"))
        .containsExactly(
            "usage_records_20290430",
            "usage_records_20300317",
            "usage_records_20300615",
            "usage_records_archive");
    assertThat(tables("usage_hours_"))
        .containsExactly("usage_hours_202905", "usage_hours_203003", "usage_hours_203006");
    assertThat(tables("usage_days_"))
        .containsExactly("usage_days_2028", "usage_days_2029", "usage_days_2030");
    assertThat(
            database.jdbc().sql("select sum(requests) from usage_days").query(Long.class).single())
        .isEqualTo(6);
  }

  @Test
  void keepsForEverWhatIsSetToZeroAndDaysOnlyAsLongAsTheyAreSetTo() throws SQLException {
    retention(new UsageSettings(Duration.ZERO, Duration.ZERO, Duration.ofDays(300))).dropOld();

    assertThat(tables("usage_records_")).hasSize(6);
    assertThat(tables("usage_hours_")).hasSize(5);
    assertThat(tables("usage_days_")).containsExactly("usage_days_2029", "usage_days_2030");
  }

  @Test
  void leavesItToTheReplicaThatIsAtItAlready() throws SQLException {
    try (Connection other = database.dataSource().getConnection();
        Statement sql = other.createStatement()) {
      sql.execute("select pg_advisory_lock(hashtextextended('usage_retention', 0))");

      retention(DEFAULT).dropOld();

      assertThat(tables("usage_records_")).hasSize(6);
      sql.execute("select pg_advisory_unlock_all()");
    }
    retention(DEFAULT).dropOld();
    assertThat(tables("usage_records_")).hasSize(2);
  }

  @Test
  void finishesWhatARunThatDiedHadBegun() throws SQLException {
    database.jdbc().sql("comment on table usage_records_20290430 is 'serai drops this'").update();
    database
        .jdbc()
        .sql("alter table usage_records detach partition usage_records_20290430")
        .update();

    retention(DEFAULT).dropOld();

    assertThat(tables("usage_records_")).hasSize(2);
  }

  @Test
  void aRecordOfADayThatWasDroppedIsStoredAllTheSame() throws SQLException {
    UsageTable table = new UsageTable(database.dataSource(), Storing.NOTHING);
    UsageRecord late = MadeRecord.at(Instant.parse("2029-05-11T13:00:00Z")).record();
    retention(DEFAULT).dropOld();

    table.insert(List.of(late));

    assertThat(tables("usage_records_")).contains("usage_records_20290511");
  }

  @Test
  void refusesToKeepLessThanADay() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> new UsageSettings(Duration.ofMillis(90), Duration.ofDays(1), Duration.ZERO))
        .withMessageContaining("keep-records");
  }

  private UsageRetention retention(UsageSettings settings) {
    return new UsageRetention(database.dataSource(), settings, Clock.fixed(NOW, ZoneOffset.UTC));
  }

  private List<String> tables(String prefix) {
    return database
        .jdbc()
        .sql(
            "select relname from pg_class where relkind = 'r' and relname like ? || '%' order by 1")
        .param(prefix.replace("_", "\\_"))
        .query(String.class)
        .list();
  }
}
