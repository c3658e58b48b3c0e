package dev.serai.usage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serai.admin.Page;
import dev.serai.call.Refusal;
import dev.serai.testing.EndedCalls;
import dev.serai.testing.TestDatabase;
import java.sql.SQLException;
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
    new UsageTable(database.dataSource(), Storing.NOTHING)
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

  @Test
  void pagesThroughAllRecordsNewestFirst() {
    List<UsageEntry> all = new ArrayList<>();
    UsageCursor cursor = null;
    do {
      Page<UsageEntry> page =
          queries.records(new UsageFilter("", "", ""), UsageScope.ALL, 1, cursor).page();
      all.addAll(page.items());
      cursor = page.next().isEmpty() ? null : UsageCursor.of(page.next());
    } while (cursor != null);

    assertThat(all).extracting(UsageEntry::requestId).doesNotHaveDuplicates().hasSize(4);
    assertThat(all)
        .extracting(UsageEntry::startedAt)
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
    assertThat(
            queries
                .records(new UsageFilter(key, model, outcome), UsageScope.ALL, 10, null)
                .page()
                .items())
        .hasSize(found);
  }
}
