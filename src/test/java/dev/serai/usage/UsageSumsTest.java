package dev.serai.usage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serai.admin.Mutations;
import dev.serai.call.Refusal;
import dev.serai.call.Usage;
import dev.serai.testing.EndedCalls;
import dev.serai.testing.TestDatabase;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The records are gone: whatever is answered comes from hours and days. */
class UsageSumsTest {
  private static final Instant LONG_AGO = Instant.parse("2020-03-01T10:30:00Z");
  private static TestDatabase database;
  private static UsageSums sums;

  @BeforeAll
  static void storeFourCallsOfNowAndThreeOfLongAgoAndDropTheRecords() throws SQLException {
    database = TestDatabase.migrated();
    sums = new UsageSums(database.dataSource());
    sql("insert into organizations (id, name) values ('org1', 'acme')");
    sql("insert into teams (id, organization_id, name) values ('team1', 'org1', 'payments')");
    sql("insert into projects (id, organization_id, name) values ('prj1', 'org1', 'checkout')");
    List<UsageRecord> records = new ArrayList<>();
    Stream.of(
            EndedCalls.served(),
            EndedCalls.served(),
            EndedCalls.failed(),
            EndedCalls.refused(Refusal.Reason.KEY_INVALID))
        .map(UsageRecord::of)
        .forEach(records::add);
    for (long hours : new long[] {0, 1, 25})
      records.add(old(LONG_AGO.plus(Duration.ofHours(hours))));
    new UsageTable(database.dataSource(), Storing.NOTHING).insert(records);
    sql("truncate usage_records");
  }

  @AfterAll
  static void stop() {
    database.close();
  }

  @ParameterizedTest
  @CsvSource({
    "MODEL, gpt-5, gpt-5, 3",
    "KEY, key1, key1, 3",
    "PROJECT, prj1, checkout, 3",
    "USER, usr1, usr1, 3",
    "PROVIDER, openai, openai, 3",
    "TEAM, team1, payments, 3",
    "SESSION, ses1, ses1, 3",
    "TOOL, codex, codex, 4",
    "ORGANIZATION, org1, acme, 3"
  })
  void sumsUpBy(UsageBy by, String id, String name, long requests) {
    for (ChronoUnit unit : new ChronoUnit[] {ChronoUnit.HOURS, ChronoUnit.DAYS}) {
      UsageSummary.Row row =
          sums.summary(now(unit), by, Map.of(), UsageScope.ALL).rows().getFirst();

      assertThat(row.id()).isEqualTo(id);
      assertThat(row.name()).isEqualTo(name);
      assertThat(row.requests()).isEqualTo(requests);
      assertThat(row.failed()).isEqualTo(1);
      assertThat(row.inputTokens()).isEqualTo(200);
      assertThat(row.cacheReadTokens()).isEqualTo(80);
      assertThat(row.cacheWriteTokens()).isEqualTo(20);
      assertThat(row.outputTokens()).isEqualTo(140);
      assertThat(row.reasoningTokens()).isEqualTo(40);
      assertThat(row.costUsd()).isEqualTo("0.002469134");
    }
  }

  @Test
  void totalsEveryCall() {
    UsageSummary.Row total =
        sums.summary(now(ChronoUnit.HOURS), UsageBy.KEY, Map.of(), UsageScope.ALL).total();

    assertThat(total.requests()).isEqualTo(4);
    assertThat(total.refused()).isEqualTo(1);
    assertThat(total.costUsd()).isEqualTo("0.002469134");
  }

  @Test
  void anEmptyRangeIsAllZero() {
    UsageSummary summary =
        sums.summary(
            new UsageRange(Instant.EPOCH, Instant.EPOCH.plusSeconds(3600), ChronoUnit.HOURS),
            UsageBy.MODEL,
            Map.of(),
            UsageScope.ALL);

    assertThat(summary.rows()).isEmpty();
    assertThat(summary.total().requests()).isZero();
    assertThat(summary.total().costUsd()).isEqualTo("0");
  }

  @ParameterizedTest
  @CsvSource({
    "TEAM, payments, 3",
    "TEAM, team1, 3",
    "PROJECT, checkout, 3",
    "ORGANIZATION, acme, 3",
    "KEY, key1, 3",
    "MODEL, gpt-5, 3",
    "TOOL, codex, 4",
    "SESSION, ses1, 3",
    "PROVIDER, openai, 3",
    "USER, usr9, 0",
    "TEAM, 'a\u0000', 0"
  })
  void narrowsToWhatIsGivenByIdOrName(UsageBy one, String given, long requests) {
    UsageSummary summary =
        sums.summary(now(ChronoUnit.HOURS), UsageBy.PROVIDER, Map.of(one, given), UsageScope.ALL);

    assertThat(summary.total().requests()).isEqualTo(requests);
  }

  @Test
  void coversTheWholeHoursOrDaysThatARangeTouches() {
    UsageSummary hours = summary("2020-03-01T10:59:00Z", "2020-03-01T11:01:00Z", null);
    UsageSummary days = summary("2020-03-02T01:00:00Z", "2020-05-30T00:00:00Z", null);

    assertThat(hours.from()).isEqualTo("2020-03-01T10:00:00Z");
    assertThat(hours.to()).isEqualTo("2020-03-01T12:00:00Z");
    assertThat(hours.total().requests()).isEqualTo(2);
    assertThat(hours.total().unpriced()).isEqualTo(2);
    assertThat(days.from()).isEqualTo("2020-03-02T00:00:00Z");
    assertThat(days.to()).isEqualTo("2020-05-30T00:00:00Z");
    assertThat(days.total().requests()).isEqualTo(1);
  }

  @Test
  void answersFromDaysWhereTheHoursAreNotKeptAnyMore() {
    UsageApi api =
        new UsageApi(
            sums,
            new UsageQueries(database.dataSource()),
            new UsageScopes(database.dataSource(), () -> ""),
            new Mutations(database.transactions(), database.changes(), _ -> {}),
            new UsageSettings(Duration.ZERO, Duration.ofDays(400), Duration.ZERO),
            Clock.fixed(Instant.parse("2025-01-01T00:00:00Z"), ZoneOffset.UTC));

    UsageSummary summary =
        api.summary(question("2020-03-01T23:00:00Z", "2020-03-01T23:30:00Z", null));

    assertThat(summary.from()).isEqualTo("2020-03-01T00:00:00Z");
    assertThat(summary.total().requests()).isEqualTo(2);
  }

  @Test
  void givesASeriesOfTheHoursOrDaysThatHadCalls() {
    UsageSummary hours = summary("2020-03-01T00:00:00Z", "2020-03-03T00:00:00Z", "hour");
    UsageSummary days = summary("2020-03-01T00:00:00Z", "2020-03-03T00:00:00Z", "day");

    assertThat(hours.series())
        .extracting(point -> point.at().toString())
        .containsExactly("2020-03-01T10:00:00Z", "2020-03-01T11:00:00Z", "2020-03-02T11:00:00Z");
    assertThat(days.series()).extracting(UsageSummary.Point::requests).containsExactly(2L, 1L);
    assertThat(days.series().getFirst().at()).isEqualTo("2020-03-01T00:00:00Z");
    assertThat(days.series().getFirst().inputTokens()).isEqualTo(14);
    assertThat(days.total().requests()).isEqualTo(3);
  }

  private static UsageSummary summary(String from, String to, String interval) {
    UsageApi api =
        new UsageApi(
            sums,
            new UsageQueries(database.dataSource()),
            new UsageScopes(database.dataSource(), () -> ""),
            new Mutations(database.transactions(), database.changes(), _ -> {}),
            new UsageSettings(Duration.ZERO, Duration.ZERO, Duration.ZERO),
            Clock.systemUTC());
    return api.summary(question(from, to, interval));
  }

  private static UsageQuestion question(String from, String to, String interval) {
    return new UsageQuestion(
        null, from, to, null, interval, null, null, null, null, null, null, null, null, null);
  }

  private static UsageRange now(ChronoUnit unit) {
    Instant now = Instant.now();
    return UsageRange.covering(
        now.minus(Duration.ofHours(1)), now.plusSeconds(60), unit, Instant.EPOCH);
  }

  private static UsageRecord old(Instant at) {
    MadeRecord made = MadeRecord.at(at);
    made.usage = new Usage(7, 0, 0, 0, 0, 0, 3, 0, 0, 0, false);
    made.priceVersion = "";
    made.costNanos = 0;
    return made.record();
  }

  private static void sql(String sql) {
    database.jdbc().sql(sql).update();
  }
}
