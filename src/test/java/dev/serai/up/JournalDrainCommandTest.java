package dev.serai.up;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serai.testing.TestDatabase;
import dev.serai.usage.Journal;
import dev.serai.usage.JournalId;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class JournalDrainCommandTest {
  private static TestDatabase database;

  @TempDir Path folder;

  private record Ended(int exitCode, String said) {}

  @BeforeAll
  static void startDatabase() {
    database = TestDatabase.migrated();
  }

  @AfterAll
  static void stopDatabase() {
    database.close();
  }

  @Test
  @Timeout(120)
  void bringsInWhatAKilledGatewayRecordedWithItsChargesAndThenFreesWhatItHeld() throws Exception {
    long lease = lease();
    Set<String> recorded = recordUntilKilled(lease, 3000);
    String id = Files.readString(folder.resolve("id")).strip();
    List<String> freedAfter = new ArrayList<>();
    Freeing freeing =
        (source, journal) -> {
          assertThat(journal).isEqualTo(new JournalId(id, folder));
          freedAfter.add(count("usage_records") + " records");
          return List.of("2 leases of replica R");
        };

    Ended ended = drain(freeing);

    assertThat(ended.exitCode()).as(ended.said()).isZero();
    List<String> stored =
        database.jdbc().sql("select request_id from usage_records").query(String.class).list();
    assertThat(stored).containsAll(recorded).doesNotHaveDuplicates();
    assertThat(freedAfter).containsExactly(stored.size() + " records");
    assertThat(
            database
                .jdbc()
                .sql("select spent from lease_charges where lease_id = ?")
                .param(lease)
                .query(Long.class)
                .single())
        .isEqualTo(7L * stored.size());
    assertThat(ended.said())
        .contains("%,d are in the database".formatted(stored.size()), "2 leases of replica R");

    Ended again = drain(Freeing.NOTHING);

    assertThat(again.exitCode()).isZero();
    assertThat(again.said()).contains("✓ records    0 are in the database", "nothing was held");
    assertThat(count("usage_records")).isEqualTo(stored.size());
  }

  @Test
  void leavesTheJournalOfARunningGatewayAlone() throws Exception {
    try (Journal running = Journal.open(folder, 1 << 16, 4)) {
      Ended ended = drain(Freeing.NOTHING);

      assertThat(ended.exitCode()).isEqualTo(Problem.FAILED);
      assertThat(ended.said())
          .contains("error: the journal in " + folder + " belongs to a running gateway");
      assertThat(running.depth()).isZero();
    }
  }

  @Test
  void saysWhenThereIsNoJournalAndMakesNone() throws Exception {
    Ended missing = drain(Freeing.NOTHING, "--journal", folder.resolve("nowhere").toString());
    Files.createFile(folder.resolve("lock"));
    Ended other = drain(Freeing.NOTHING);

    assertThat(missing.exitCode()).isEqualTo(Problem.USAGE);
    assertThat(missing.said()).contains("there is no folder " + folder.resolve("nowhere"));
    assertThat(other.exitCode()).isEqualTo(Problem.FAILED);
    assertThat(other.said()).contains(folder + " holds no usage journal");
    assertThat(folder).isDirectoryNotContaining(file -> !file.endsWith("lock"));
  }

  @Test
  void saysWhenTheDatabaseIsNotOneOfThisVersion() throws Exception {
    Journal.open(folder, 1 << 16, 4).close();
    try (TestDatabase empty = TestDatabase.empty()) {
      Ended ended =
          run(
              Map.of(),
              Freeing.NOTHING,
              "--journal",
              folder.toString(),
              "--database-url",
              empty.url(),
              "--database-user",
              "postgres");

      assertThat(ended.exitCode()).isEqualTo(Problem.FAILED);
      assertThat(ended.said()).contains("start a gateway on it once");
    }
  }

  @Test
  void saysWhenNoDatabaseIsGivenAndNoneIsInTheDataFolder() {
    Path data = folder.resolve("data");

    Ended ended =
        run(Map.of(), Freeing.NOTHING, "--journal", folder.toString(), "--data", data.toString());

    assertThat(ended.exitCode()).isEqualTo(Problem.USAGE);
    assertThat(ended.said()).contains("there is no database in " + data + ": give --database-url");
  }

  @Test
  void saysThatTheRecordsAreSafeWhenWhatWasHeldCannotBeFreed() throws Exception {
    Journal.open(folder, 1 << 16, 4).close();

    Ended ended =
        drain(
            (source, journal) -> {
              throw new SQLException("no such table");
            });

    assertThat(ended.exitCode()).isEqualTo(Problem.FAILED);
    assertThat(ended.said())
        .contains("the records are in the database, but what was held is not freed: no such table");
  }

  @Test
  void wantsToKnowWhichJournal() {
    Ended ended = run(Map.of(), Freeing.NOTHING);

    assertThat(ended.exitCode()).isEqualTo(Problem.USAGE);
    assertThat(ended.said()).contains("--journal", "try: serai journal drain --help");
  }

  private Ended drain(Freeing freeing, String... more) {
    List<String> args = new ArrayList<>(List.of("--database-url", database.url()));
    args.addAll(more.length > 0 ? List.of(more) : List.of("--journal", folder.toString()));
    return run(Map.of("SERAI_DATABASE_USER", "postgres"), freeing, args.toArray(String[]::new));
  }

  private static Ended run(Map<String, String> env, Freeing freeing, String... args) {
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    String[] line = new String[args.length + 1];
    line[0] = "drain";
    System.arraycopy(args, 0, line, 1, args.length);
    int exitCode =
        JournalCommand.run(
            new Progress(new PrintStream(said, true, StandardCharsets.UTF_8), env),
            env,
            freeing,
            line);
    return new Ended(exitCode, said.toString(StandardCharsets.UTF_8));
  }

  /** At least so many ids of records whose append had returned. */
  private Set<String> recordUntilKilled(long lease, int atLeast) throws Exception {
    Process child =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                "dev.serai.usage.JournalCrashTest$Appender",
                folder.toString(),
                String.valueOf(lease))
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    Set<String> recorded = new HashSet<>();
    try (BufferedReader out = child.inputReader(StandardCharsets.UTF_8)) {
      while (recorded.size() < atLeast) recorded.add(out.readLine());
      child.toHandle().destroyForcibly();
      for (String line; (line = out.readLine()) != null; )
        if (line.length() == 26) recorded.add(line);
    } finally {
      child.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
    }
    return recorded;
  }

  private static long lease() {
    database.jdbc().sql("insert into replicas (id, journal) values ('R', 'J')").update();
    return database
        .jdbc()
        .sql(
            """
            with q as (insert into quotas (limit_id, member, starts_at) values ('l', '', now())
              returning id)
            insert into leases (quota_id, replica_id) select id, 'R' from q returning id
            """)
        .query(Long.class)
        .single();
  }

  private static long count(String table) {
    return database.jdbc().sql("select count(*) from " + table).query(Long.class).single();
  }
}
