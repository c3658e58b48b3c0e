package dev.serai.usage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serai.call.Usage;
import dev.serai.testing.TestDatabase;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

class RollUpsTest {
  private static final Instant START = Instant.parse("2029-12-30T22:30:00Z");
  private TestDatabase database;

  @BeforeEach
  void startDatabase() {
    database = TestDatabase.migrated();
  }

  @AfterEach
  void stopDatabase() {
    database.close();
  }

  @Test
  void areTheSumsOfTheRecordsHoweverTheyWereBatchedAndRepeated() throws SQLException {
    for (long seed = 1; seed <= 5; seed++) {
      Random random = new Random(seed);
      List<UsageRecord> records = records(random, 400);
      UsageTable table = new UsageTable(database.dataSource(), Storing.NOTHING);

      for (int i = 0; i < 15; i++) {
        int from = random.nextInt(records.size());
        int to = from + random.nextInt(records.size() - from) + 1;
        table.insert(records.subList(from, to));
      }
      Collections.shuffle(records, random);
      table.insert(records);

      assertThat(count("usage_records")).isEqualTo(400 * seed);
      assertThat(differences("usage_hours", "date_trunc('hour', started_at, 'UTC')")).isEmpty();
      assertThat(differences("usage_days", "started_day")).isEmpty();
    }
    assertThat(
            database.jdbc().sql("select sum(unpriced) from usage_days").query(Long.class).single())
        .isPositive();
  }

  @Test
  void areWrittenByReplicasAtOnceWithoutAnyOfThemFailing() throws Exception {
    List<Future<?>> replicas = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      for (int replica = 0; replica < 4; replica++) {
        Random random = new Random(replica);
        UsageTable table = new UsageTable(database.dataSource(), Storing.NOTHING);
        replicas.add(
            threads.submit(
                () -> {
                  for (int batch = 0; batch < 15; batch++) table.insert(records(random, 60));
                  return null;
                }));
      }
      for (Future<?> replica : replicas) replica.get();
    }

    assertThat(count("usage_records")).isEqualTo(4 * 15 * 60);
    assertThat(differences("usage_hours", "date_trunc('hour', started_at, 'UTC')")).isEmpty();
    assertThat(differences("usage_days", "started_day")).isEmpty();
  }

  @Test
  void lieInPartitionsByMonthAndYearOfUtc() throws SQLException {
    new UsageTable(database.dataSource(), Storing.NOTHING)
        .insert(
            List.of(
                MadeRecord.at(Instant.parse("2029-12-31T23:59:59.999999Z")).record(),
                MadeRecord.at(Instant.parse("2030-01-01T00:00:00Z")).record()));

    assertThat(partitions("usage_hours"))
        .containsExactly(
            "usage_hours_202912 2029-12-31 23:00:00+00",
            "usage_hours_203001 2030-01-01 00:00:00+00");
    assertThat(partitions("usage_days"))
        .containsExactly("usage_days_2029 2029-12-31", "usage_days_2030 2030-01-01");
  }

  @Test
  void ofWhatWasRecordedBeforeThereWereAnyAreMadeByTheMigration() {
    try (TestDatabase old = TestDatabase.empty()) {
      Flyway.configure().dataSource(old.dataSource()).target("6").load().migrate();
      JdbcClient jdbc = old.jdbc();
      jdbc.sql("select usage_partition(d) from (values (date '2029-12-31'), ('2030-01-01')) v(d)")
          .query((r, n) -> n)
          .list();
      jdbc.sql(
              """
              insert into usage_records
              select (t at time zone 'UTC')::date, 'r' || n, t, null, t, 'org' || n % 2, 'prj' || n % 3,
                'usr', false, 'key' || n % 4, '', 'chat', 'openai-chat', 'openai-chat', 'openai', '',
                'fast', case when n % 5 = 0 then '' else 'gpt-5' end, '', 1, null,
                (array['served', 'refused', 'failed', 'abandoned'])[n % 4 + 1], '', 200,
                n, 1, n, 2, n, 3, n, 4, 5, 6, false, n * 1000,
                case when n % 7 = 0 then '' else 'p:1' end, 'codex', '', ''
              from generate_series(1, 900) n,
                lateral (select timestamptz '2029-12-31T10:00:00Z' + n * interval '1 minute') v(t)
              """)
          .update();

      Flyway.configure().dataSource(old.dataSource()).load().migrate();

      assertThat(jdbc.sql("select sum(requests) from usage_hours").query(Long.class).single())
          .isEqualTo(900);
      assertThat(jdbc.sql("select sum(unpriced) from usage_days").query(Long.class).single())
          .isEqualTo(900 / 7);
      assertThat(differences(jdbc, "usage_hours", "date_trunc('hour', started_at, 'UTC')"))
          .isEmpty();
      assertThat(differences(jdbc, "usage_days", "started_day")).isEmpty();
    }
  }

  @Test
  void doNotGrowWithTheNamesThatAStrangerMakesUp() throws SQLException {
    List<UsageRecord> strange = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      MadeRecord made = MadeRecord.at(START);
      made.organization = made.team = made.project = made.principal = made.key = "";
      made.outcome = "refused";
      made.model = made.provider = "";
      made.requestedModel = "made-up-" + i;
      strange.add(made.record());
    }

    new UsageTable(database.dataSource(), Storing.NOTHING).insert(strange);

    for (String table : List.of("usage_hours", "usage_days"))
      assertThat(
              database
                  .jdbc()
                  .sql("select model || ':' || requests from " + table)
                  .query(String.class)
                  .list())
          .containsExactly(":50");
    assertThat(
            database
                .jdbc()
                .sql("select count(distinct requested_model) from usage_records")
                .query(Long.class)
                .single())
        .isEqualTo(50);
  }

  static List<UsageRecord> records(Random random, int count) {
    List<UsageRecord> records = new ArrayList<>();
    for (int i = 0; i < count; i++) records.add(record(random));
    return records;
  }

  private static UsageRecord record(Random random) {
    MadeRecord made = MadeRecord.at(START.plus(Duration.ofSeconds(random.nextInt(3 * 24 * 3600))));
    made.organization = "org" + random.nextInt(2);
    made.team = random.nextInt(3) == 0 ? "" : "team" + random.nextInt(2);
    made.key = "key" + random.nextInt(3);
    made.session = random.nextBoolean() ? "" : "ses1";
    made.model = random.nextInt(4) == 0 ? "" : "gpt-5";
    made.provider = random.nextBoolean() ? "openai" : "azure";
    made.tool = random.nextBoolean() ? "codex" : "claude-code";
    made.outcome = List.of("served", "refused", "failed", "abandoned").get(random.nextInt(4));
    made.usage =
        random.nextInt(4) == 0
            ? Usage.NONE
            : new Usage(
                random.nextLong(1_000_000_000),
                random.nextLong(10),
                random.nextLong(1000),
                random.nextLong(10),
                random.nextLong(1000),
                random.nextLong(1000),
                random.nextLong(100_000),
                random.nextLong(1000),
                random.nextLong(10),
                random.nextLong(3),
                random.nextBoolean());
    made.costNanos = random.nextLong(1_000_000_000_000L);
    made.priceVersion = random.nextInt(5) == 0 ? "" : "openai:1";
    return made.record();
  }

  private long count(String table) {
    return database.jdbc().sql("select count(*) from " + table).query(Long.class).single();
  }

  private List<String> partitions(String table) {
    return database
        .jdbc()
        .sql(
            "select t.tableoid::regclass || ' ' || %s from %s t order by 1"
                .formatted(
                    table.equals("usage_days")
                        ? "t.day"
                        : "to_char(t.hour at time zone 'UTC'," + " 'YYYY-MM-DD HH24:MI:SS\"+00\"')",
                    table))
        .query(String.class)
        .list();
  }

  private List<String> differences(String table, String bucket) {
    return differences(database.jdbc(), table, bucket);
  }

  /** Rows that are in the sums and not among those of the records, and the other way round. */
  private static List<String> differences(JdbcClient jdbc, String table, String bucket) {
    String kept = "select * from " + table;
    String counted =
        """
        select %s, organization_id, team_id, project_id, principal_id, key_id, session_id,
          case when model = '' then requested_model else model end as model, provider, client_tool,
          count(*), sum((outcome = 'refused')::int), sum((outcome = 'failed')::int),
          sum((outcome = 'abandoned')::int), sum(input_tokens) + sum(input_audio_tokens),
          sum(cache_read_tokens) + sum(cache_read_audio_tokens),
          sum(cache_write_5m_tokens) + sum(cache_write_1h_tokens),
          sum(output_tokens) + sum(output_audio_tokens), sum(reasoning_tokens), sum(cost_nanos),
          sum((price_version = '' and input_tokens + input_audio_tokens + cache_read_tokens
            + cache_read_audio_tokens + cache_write_5m_tokens + cache_write_1h_tokens + output_tokens
            + reasoning_tokens + output_audio_tokens + web_searches > 0)::int)
        from usage_records
        group by 1, organization_id, team_id, project_id, principal_id, key_id, session_id, 8, provider,
          client_tool
        """
            .formatted(bucket);
    return jdbc.sql(
            "select d::text from ((%1$s except %2$s) union all (%2$s except %1$s)) d"
                .formatted(kept, counted))
        .query(String.class)
        .list();
  }
}
