package dev.serai.usage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serai.call.Refusal;
import dev.serai.testing.EndedCalls;
import dev.serai.testing.TestDatabase;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UsageQueriesTest {
  private static TestDatabase database;
  private static UsageQueries queries;

  @BeforeAll
  static void storeFourCalls() throws SQLException {
    database = TestDatabase.migrated();
    queries = new UsageQueries(database.dataSource());
    database.jdbc().sql("insert into organizations (id, name) values ('org1', 'acme')").update();
    database
        .jdbc()
        .sql("insert into projects (id, organization_id, name) values ('prj1', 'org1', 'checkout')")
        .update();
    new UsageTable(database.dataSource())
        .insert(
            Stream.of(
                    EndedCalls.served(),
                    EndedCalls.served(),
                    EndedCalls.failed(),
                    EndedCalls.refused(Refusal.Reason.KEY_INVALID))
                .map(UsageRecord::of)
                .toList());
  }

  @AfterAll
  static void stop() {
    database.close();
  }

  @ParameterizedTest
  @CsvSource({
    "MODEL, gpt-5, gpt-5, 4",
    "KEY, key1, key1, 3",
    "PROJECT, prj1, checkout, 3",
    "USER, usr1, usr1, 3",
    "PROVIDER, openai, openai, 3"
  })
  void sumsUpBy(UsageBy by, String id, String name, long requests) {
    UsageSummary summary = summary(by);

    UsageSummary.Row row = summary.rows().getFirst();
    assertThat(row.id()).isEqualTo(id);
    assertThat(row.name()).isEqualTo(name);
    assertThat(row.requests()).isEqualTo(requests);
    assertThat(row.failed()).isEqualTo(1);
    assertThat(row.inputTokens()).isEqualTo(200);
    assertThat(row.cacheReadTokens()).isEqualTo(80);
    assertThat(row.cacheWriteTokens()).isEqualTo(20);
    assertThat(row.outputTokens()).isEqualTo(140);
    assertThat(row.costUsd()).isEqualTo("0.002469134");
  }

  @Test
  void totalsEveryCall() {
    UsageSummary.Row total = summary(UsageBy.KEY).total();

    assertThat(total.requests()).isEqualTo(4);
    assertThat(total.refused()).isEqualTo(1);
    assertThat(total.costUsd()).isEqualTo("0.002469134");
  }

  @Test
  void anEmptyRangeIsAllZero() {
    UsageSummary summary =
        queries.summary(Instant.EPOCH, Instant.EPOCH.plusSeconds(1), UsageBy.MODEL);

    assertThat(summary.rows()).isEmpty();
    assertThat(summary.total().requests()).isZero();
    assertThat(summary.total().costUsd()).isEqualTo("0");
  }

  @Test
  void pagesThroughAllRecordsNewestFirst() {
    List<UsagePage.Entry> all = new ArrayList<>();
    UsageCursor cursor = null;
    do {
      UsagePage page = queries.records(new UsageFilter("", "", ""), 1, cursor);
      all.addAll(page.records());
      cursor = page.nextCursor().isEmpty() ? null : UsageCursor.of(page.nextCursor());
    } while (cursor != null);

    assertThat(all).extracting(UsagePage.Entry::requestId).doesNotHaveDuplicates().hasSize(4);
    assertThat(all)
        .extracting(UsagePage.Entry::startedAt)
        .isSortedAccordingTo(java.util.Comparator.reverseOrder());
  }

  @ParameterizedTest
  @CsvSource({
    "key1, '', '', 3",
    "'', gpt-5, '', 4",
    "'', gpt-5-2025-08-07, '', 2",
    "'', '', refused, 1",
    "key1, gpt-5, served, 2",
    "key9, '', '', 0"
  })
  void filters(String key, String model, String outcome, int found) {
    assertThat(queries.records(new UsageFilter(key, model, outcome), 10, null).records())
        .hasSize(found);
  }

  private static UsageSummary summary(UsageBy by) {
    Instant now = Instant.now();
    return queries.summary(now.minus(Duration.ofHours(1)), now.plusSeconds(60), by);
  }
}
