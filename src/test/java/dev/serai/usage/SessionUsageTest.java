package dev.serai.usage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serai.testing.TestDatabase;
import dev.serai.usage.SessionUsage.Used;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

class SessionUsageTest {
  private final TestDatabase database = TestDatabase.migrated();
  private final JdbcClient jdbc = JdbcClient.create(database.dataSource());
  private final AtomicLong nanos = new AtomicLong();
  private final SessionUsage usage = new SessionUsage(database.dataSource(), nanos::get);

  @BeforeEach
  void partitions() {
    jdbc.sql("select usage_rollup_partitions('2030-01-15'), usage_rollup_partitions('2030-02-15')")
        .query()
        .listOfRows();
  }

  @AfterEach
  void close() {
    database.close();
  }

  private void used(String session, String hour, String model, long refused, long nanoDollars) {
    jdbc.sql(
            """
            insert into usage_hours values (?::timestamptz, 'o', '', 'p', 'u', '', ?, ?, 'openai',
              'claude', 10, ?, 1, 0, 100, 20, 3, 40, 5, ?, 2)
            """)
        .params(hour, session, model, refused, nanoDollars)
        .update();
  }

  private Optional<Used> lately(String session) throws Exception {
    return usage.lately(session).toCompletableFuture().get(20, TimeUnit.SECONDS);
  }

  @Test
  void sumsUpAllHoursAndModelsOfTheSessionAndOfNoOther() {
    used("s1", "2030-01-31T23:00Z", "gpt", 3, 1_000);
    used("s1", "2030-02-01T00:00Z", "opus", 0, 500);
    used("s2", "2030-02-01T00:00Z", "opus", 0, 7);
    used("", "2030-02-01T00:00Z", "opus", 0, 9);

    assertThat(usage.of("s1")).isEqualTo(new Used(20, 3, 2, 336, 1_500, 4));
    assertThat(usage.of("s3")).isEqualTo(new Used(0, 0, 0, 0, 0, 0));
    assertThat(usage.of("")).isEqualTo(new Used(0, 0, 0, 0, 0, 0));
  }

  @Test
  void asksOnceASecondForEachSession() throws Exception {
    assertThat(lately("s1").orElseThrow().requests()).isZero();
    used("s1", "2030-01-01T00:00Z", "gpt", 0, 1);

    nanos.addAndGet(TimeUnit.MILLISECONDS.toNanos(999));
    assertThat(lately("s1").orElseThrow().requests()).isZero();
    assertThat(lately("s2").orElseThrow().requests()).isZero();
    nanos.addAndGet(TimeUnit.MILLISECONDS.toNanos(1));
    assertThat(lately("s1").orElseThrow().requests()).isEqualTo(10);
  }

  @Test
  void saysNothingWhileTheDatabaseIsAway() throws Exception {
    PGSimpleDataSource nowhere = new PGSimpleDataSource();
    nowhere.setURL("jdbc:postgresql://127.0.0.1:1/none");

    assertThat(
            new SessionUsage(nowhere, nanos::get)
                .lately("s1")
                .toCompletableFuture()
                .get(20, TimeUnit.SECONDS))
        .isEmpty();
  }

  @Test
  void everyPartitionHasAnIndexOfSessions() {
    assertThat(
            jdbc.sql(
                    """
                    select count(*) from pg_indexes where tablename like 'usage_hours_20%'
                      and indexdef like '%(session_id) WHERE%'
                    """)
                .query(Long.class)
                .single())
        .isGreaterThanOrEqualTo(2);
  }
}
