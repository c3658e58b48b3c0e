package dev.serai.up;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serai.testing.TestDatabase;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

class AuditVerifyCommandTest {
  @TempDir Path folder;

  private record Ended(int exitCode, String out, String said) {}

  @Test
  void saysOfEachOrganizationWhetherItsChainIsWhole() {
    try (TestDatabase database = TestDatabase.migrated()) {
      JdbcClient jdbc = database.jdbc();
      organizations(jdbc);

      Ended whole = on(database);
      assertThat(whole.exitCode()).as(whole.said()).isZero();
      assertThat(whole.out())
          .isEqualTo(
              "acme: 0 rows, OK, last hash %1$s\nother: 0 rows, OK, last hash %1$s\n"
                  .formatted("0".repeat(64)));

      jdbc.sql(
              """
              insert into audit_log (organization_id, number, at, actor_kind, actor_id, actor_name,
                surface, address, action, resource, resource_id, outcome, details, hash)
              values ('o1', 1, '2030-01-01T00:00:00Z', 'user', 'u', 'u', 'api', '', 'a.b', '', '',
                'done', '{}', sha256(''))
              """)
          .update();
      Ended broken = on(database);
      assertThat(broken.exitCode()).isEqualTo(Problem.FAILED);
      assertThat(broken.out())
          .contains("acme: row 1 was changed: it does not fit its hash; before that 0 rows\n")
          .contains("other: 0 rows, OK");
      assertThat(broken.said()).contains("error: the audit log is not as it was written");

      Ended one = on(database, "--organization", "other");
      assertThat(one.exitCode()).isZero();
      assertThat(one.out()).startsWith("other: ").doesNotContain("acme");

      Ended unknown = on(database, "--organization", "nobody");
      assertThat(unknown.exitCode()).isEqualTo(Problem.USAGE);
      assertThat(unknown.said()).contains("there is no organization nobody");
    }
  }

  @Test
  void saysWhenTheDatabaseIsNotOneOfThisVersion() {
    try (TestDatabase empty = TestDatabase.empty()) {
      Ended ended = on(empty);

      assertThat(ended.exitCode()).isEqualTo(Problem.FAILED);
      assertThat(ended.said()).contains("start a gateway on it once");
    }
  }

  @Test
  void looksIntoTheEmbeddedDatabaseWhetherItRunsOrNot() throws Exception {
    Logs.to(Files.createTempDirectory("serai-logs"));
    Progress quiet = new Progress(new PrintStream(new ByteArrayOutputStream()), Map.of());
    Ended running;
    try (DataFolder data = DataFolder.open(folder);
        EmbeddedDatabase database = EmbeddedDatabase.start(data, quiet)) {
      DataSource source = new SingleConnections(database.access());
      Flyway.configure().dataSource(source).load().migrate();
      organizations(JdbcClient.create(source));
      running = run("--data", folder.toString());
    }
    Ended stopped = run("--data", folder.toString());

    assertThat(running.exitCode()).as(running.said()).isZero();
    assertThat(running.said()).contains("reaching jdbc:postgresql://127.0.0.1");
    assertThat(stopped.exitCode()).as(stopped.said()).isZero();
    assertThat(stopped.said()).contains("database   starting");
    assertThat(stopped.out()).isEqualTo(running.out()).contains("acme: 0 rows, OK");
    assertThat(Postmaster.in(folder.resolve("postgres"))).isEmpty();
  }

  @Test
  void makesNoDatabaseWhereThereIsNone() {
    Ended ended = run("--data", folder.resolve("nowhere").toString());

    assertThat(ended.exitCode()).isEqualTo(Problem.USAGE);
    assertThat(ended.said()).contains("there is no database in " + folder.resolve("nowhere"));
    assertThat(folder.resolve("nowhere")).doesNotExist();
  }

  private static void organizations(JdbcClient jdbc) {
    jdbc.sql("insert into organizations (id, name) values ('o1', 'acme'), ('o2', 'other')")
        .update();
  }

  private static Ended on(TestDatabase database, String... more) {
    List<String> args =
        new ArrayList<>(List.of("--database-url", database.url(), "--database-user", "postgres"));
    args.addAll(List.of(more));
    return run(args.toArray(String[]::new));
  }

  private static Ended run(String... args) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    List<String> line = new ArrayList<>(List.of("verify"));
    line.addAll(List.of(args));
    int exitCode =
        AuditCommand.run(
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new Progress(new PrintStream(said, true, StandardCharsets.UTF_8), Map.of()),
            Map.of(),
            line.toArray(String[]::new));
    return new Ended(
        exitCode, out.toString(StandardCharsets.UTF_8), said.toString(StandardCharsets.UTF_8));
  }
}
