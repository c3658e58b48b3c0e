package dev.serai.up;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.serai.call.Secret;
import dev.serai.database.Niceness;
import dev.serai.testing.ProcessStat;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Real PostgreSQL, in every state its folder may be found in. */
class EmbeddedDatabaseTest {
  /** Unpacked once: it takes longer than everything else. */
  @TempDir static Path binaries;

  @TempDir Path folder;

  private final ByteArrayOutputStream screen = new ByteArrayOutputStream();
  private final Progress progress = new Progress(new PrintStream(screen, true), Map.of());

  @BeforeAll
  static void quiet() throws Exception {
    Logs.to(Files.createTempDirectory("serai-logs"));
  }

  @BeforeEach
  void shareBinaries() throws Exception {
    Files.createSymbolicLink(folder.resolve("postgres-bin"), binaries);
  }

  @AfterEach
  void keepBinaries() throws Exception {
    Files.deleteIfExists(folder.resolve("postgres-bin"));
  }

  @Test
  void startsInAnEmptyFolderAndIsSafeAgainstAPowerCut() throws Exception {
    try (DataFolder data = DataFolder.open(folder);
        EmbeddedDatabase database = EmbeddedDatabase.start(data, progress)) {
      assertThat(show(database, "fsync")).isEqualTo("on");
      assertThat(show(database, "synchronous_commit")).isEqualTo("on");
      assertThat(show(database, "full_page_writes")).isEqualTo("on");
      assertThat(show(database, "listen_addresses")).isEqualTo("127.0.0.1");
      assertThat(show(database, "is_superuser")).isEqualTo("off");
    }
  }

  /** Its own and its session's: which one counts is the system's business. */
  @Test
  @Timeout(60)
  @EnabledOnOs(OS.LINUX)
  void stepsBackBehindTheGatewayWhereTheyWantTheSameCore() throws Exception {
    try (DataFolder data = DataFolder.open(folder);
        EmbeddedDatabase _ = EmbeddedDatabase.start(data, progress)) {
      long server = Postmaster.in(folder.resolve("postgres")).orElseThrow().pid();
      Path process = Path.of("/proc", String.valueOf(server));

      while (ProcessStat.niceness(process.resolve("stat")) != Niceness.BEHIND_CALLS)
        Thread.onSpinWait();

      Path group = process.resolve("autogroup");
      if (Files.exists(group) && !Files.readString(group).isEmpty())
        while (!Files.readString(group).endsWith("nice " + Niceness.BEHIND_CALLS + "\n"))
          Thread.onSpinWait();
    }
  }

  @Test
  void isFoundByAnotherCommandAsLongAsItRuns() throws Exception {
    try (DataFolder data = DataFolder.open(folder);
        EmbeddedDatabase _ = EmbeddedDatabase.start(data, progress)) {
      assertThat(DatabaseLogin.running(folder).version()).startsWith("PostgreSQL ");
    }
    assertThatThrownBy(() -> DatabaseLogin.running(folder).version())
        .isInstanceOf(Problem.class)
        .hasMessageContaining("cannot be reached");
  }

  @Test
  void letsNobodyInWithoutThePassword() throws Exception {
    try (DataFolder data = DataFolder.open(folder);
        EmbeddedDatabase database = EmbeddedDatabase.start(data, progress)) {
      for (String user : new String[] {"serai", "postgres"}) {
        var stranger = new DatabaseAccess(database.access().url(), user, Secret.of("guess"));
        assertThatThrownBy(stranger::connect)
            .isInstanceOf(SQLException.class)
            .hasMessageContaining("password authentication failed");
      }
    }
    assertThat(folder.resolve("initdb.password")).doesNotExist();
    assertThat(Files.getPosixFilePermissions(folder.resolve("database.properties"))).hasSize(2);
  }

  @Test
  void findsItsDataOnTheSamePortAtTheNextStart() throws Exception {
    String url;
    try (DataFolder data = DataFolder.open(folder);
        EmbeddedDatabase database = EmbeddedDatabase.start(data, progress)) {
      url = database.access().url();
      execute(database, "create table kept as select 42 as answer");
    }

    try (DataFolder data = DataFolder.open(folder);
        EmbeddedDatabase database = EmbeddedDatabase.start(data, progress)) {
      assertThat(answer(database)).isEqualTo("42");
      assertThat(database.access().url()).isEqualTo(url);
    }
    assertThat(new PostgresFolder(folder.toRealPath().resolve("postgres")).state())
        .isEqualTo(PostgresFolder.State.INITIALISED);
    assertThat(Postmaster.in(folder.toRealPath().resolve("postgres"))).isEmpty();
  }

  @Test
  void stopsTheServerThatAKilledProcessLeftBehindAndKeepsItsData() throws Exception {
    Process killed =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                LeftBehind.class.getName(),
                folder.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String said =
        new BufferedReader(new InputStreamReader(killed.getInputStream(), StandardCharsets.UTF_8))
            .readLine();
    assertThat(said).isEqualTo("ready");
    killed.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
    long orphan = Postmaster.in(folder.toRealPath().resolve("postgres")).orElseThrow().pid();

    try (DataFolder data = DataFolder.open(folder);
        EmbeddedDatabase database = EmbeddedDatabase.start(data, progress)) {
      assertThat(answer(database)).isEqualTo("42");
      assertThat(ProcessHandle.of(orphan)).isEmpty();
    }
    assertThat(screen.toString()).contains("left behind, pid " + orphan);
  }

  @Test
  void setsUpAnewWhatInitdbLeftHalfDone() throws Exception {
    Path base = Files.createDirectories(folder.resolve("postgres/base/1"));
    Files.createDirectories(folder.resolve("postgres/pg_wal"));
    Files.writeString(folder.resolve("postgres/PG_VERSION"), "18\n");
    Files.writeString(base.resolve("1259"), "half a catalogue");

    try (DataFolder data = DataFolder.open(folder);
        EmbeddedDatabase database = EmbeddedDatabase.start(data, progress)) {
      assertThat(database.access().version()).startsWith("PostgreSQL ");
    }
    assertThat(screen.toString()).contains("cut short");
  }

  @Test
  void neverTouchesAFolderWithDataThatItDidNotSetUp() throws Exception {
    Path table = Files.createDirectories(folder.resolve("postgres/base/5")).resolve("16384");
    Files.writeString(table, "somebody's table");

    try (DataFolder data = DataFolder.open(folder)) {
      assertThatThrownBy(() -> EmbeddedDatabase.start(data, progress))
          .isInstanceOf(Problem.class)
          .hasMessageContaining("holds data but was not set up completely");
    }
    assertThat(table).hasContent("somebody's table");
  }

  @Test
  void tellsWhyPostgresDidNotStartInItsOwnWords() throws Exception {
    try (DataFolder data = DataFolder.open(folder)) {
      EmbeddedDatabase.start(data, progress).close();
      Files.writeString(folder.resolve("postgres/PG_VERSION"), "9\n");

      assertThatThrownBy(() -> EmbeddedDatabase.start(data, progress))
          .isInstanceOf(Problem.class)
          .hasMessageContaining("incompatible")
          .hasMessageContaining("version 9");
    }
  }

  @Test
  void doesNotMistakeAnotherProcessForTheServerAfterAReboot() throws Exception {
    Path postgres = Files.createDirectories(folder.resolve("postgres"));
    Path pidFile = postgres.resolve("postmaster.pid");
    Files.writeString(pidFile, ProcessHandle.current().pid() + "\n" + postgres + "\n");

    assertThat(Postmaster.in(postgres)).isEmpty();
    assertThat(pidFile).doesNotExist();
  }

  @Test
  void refusesAFolderThatAnotherUpHolds() {
    try (DataFolder first = DataFolder.open(folder)) {
      assertThat(first.file("lock")).exists();
      assertThatThrownBy(() -> DataFolder.open(folder))
          .isInstanceOf(Problem.class)
          .hasMessageContaining("(pid " + ProcessHandle.current().pid() + ")");
    }
    DataFolder.open(folder).close();
  }

  static void execute(EmbeddedDatabase database, String sql) throws SQLException {
    try (Connection connection = database.access().connect()) {
      connection.createStatement().execute(sql);
    }
  }

  private static String answer(EmbeddedDatabase database) throws SQLException {
    return one(database, "select answer from kept");
  }

  private static String show(EmbeddedDatabase database, String setting) throws SQLException {
    return one(database, "show " + setting);
  }

  private static String one(EmbeddedDatabase database, String sql) throws SQLException {
    try (Connection connection = database.access().connect();
        ResultSet rows = connection.createStatement().executeQuery(sql)) {
      rows.next();
      return rows.getString(1);
    }
  }
}
