package dev.serai.up;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import io.zonky.test.db.postgres.util.LinuxUtils;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A real PostgreSQL in the data folder, for this machine only. The library it comes from is made
 * for tests: it switches durability off, trusts everybody who connects and forgets its folder; all
 * three are set back here.
 */
final class EmbeddedDatabase implements AutoCloseable {
  static final Duration START = Duration.ofMinutes(5);
  private static final Duration STOP = Duration.ofSeconds(30);
  static final String NAME = "serai";

  /** Win over the library's -F and synchronous_commit=off. */
  private static final Map<String, String> SETTINGS =
      Map.of(
          "fsync", "on",
          "synchronous_commit", "on",
          "full_page_writes", "on",
          "max_connections", "50",
          "timezone", "UTC",
          "listen_addresses", "127.0.0.1",
          "unix_socket_directories", "");

  /** Null when the server was started without the library. */
  private final @Nullable EmbeddedPostgres server;

  private final PostgresFolder folder;
  private final DatabaseAccess access;
  private final String version;
  private final Optional<DatabasePriority> priority;

  private EmbeddedDatabase(
      @Nullable EmbeddedPostgres server,
      PostgresFolder folder,
      DatabaseAccess access,
      String version) {
    this.server = server;
    this.folder = folder;
    this.access = access;
    this.version = version;
    this.priority = Postmaster.in(folder.path()).map(DatabasePriority::keepLow);
  }

  static EmbeddedDatabase start(DataFolder data, Progress progress) {
    return plan(data, progress).start();
  }

  /**
   * What a start needs, with what could be left of an earlier one gone: how to reach the database
   * is known before it runs.
   */
  record Plan(DataFolder data, PostgresFolder folder, DatabaseLogin login) {
    DatabaseAccess access() {
      return new DatabaseAccess(url(login, NAME), NAME, login.password());
    }

    EmbeddedDatabase start() {
      EmbeddedPostgres server = launch(data, folder, login);
      try {
        return new EmbeddedDatabase(server, folder, access(), versionOf(access(), login));
      } catch (SQLException e) {
        stop(server, folder);
        throw Problem.failed("cannot set up the database: " + e.getMessage(), e);
      }
    }

    /** The last resort of a second Ctrl-C. */
    void stopAtOnce() {
      Postmaster.in(folder.path()).ifPresent(Postmaster::stopAtOnce);
    }
  }

  static Plan plan(DataFolder data, Progress progress) {
    PostgresFolder folder = new PostgresFolder(data.folder("postgres"));
    prepare(folder, progress);
    return new Plan(data, folder, DatabaseLogin.in(data, folder.state()));
  }

  /** Of the database, which is made when it is not there. */
  private static String versionOf(DatabaseAccess access, DatabaseLogin login) throws SQLException {
    try {
      return access.version();
    } catch (Problem notYet) {
      createDatabase(login);
      return access.version();
    }
  }

  /** Leaves a folder that is either empty or complete, with no server in it. */
  private static void prepare(PostgresFolder folder, Progress progress) {
    Postmaster.in(folder.path())
        .ifPresent(
            orphan -> {
              progress.note(
                  "database", "stopping a server that was left behind, pid " + orphan.pid());
              orphan.stop(STOP);
            });
    switch (folder.state()) {
      case EMPTY, INITIALISED -> {}
      case HALF_INITIALISED -> {
        awaitInitdb(folder.path());
        progress.note("database", "the first start was cut short, setting the database up anew");
        folder.clear();
      }
      case FOREIGN ->
          throw Problem.failed(
              folder.path()
                  + " holds data but was not set up completely by Serai:"
                  + " move it away, or choose another --data");
    }
  }

  private static boolean isRootWithoutNamespaces() {
    return System.getProperty("os.name", "").startsWith("Linux")
        && "root".equals(System.getProperty("user.name"))
        && !LinuxUtils.isUnshareAvailable();
  }

  /** An initdb outlives a killed parent, and deletes the folder when it fails. */
  private static void awaitInitdb(Path folder) {
    ProcessHandle.allProcesses()
        .filter(process -> process.info().command().orElse("").endsWith("/initdb"))
        .filter(process -> process.info().commandLine().orElse("").contains(folder.toString()))
        .forEach(
            process -> {
              try {
                process.onExit().get(STOP.toSeconds(), TimeUnit.SECONDS);
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              } catch (ExecutionException | TimeoutException e) {
                throw Problem.failed(
                    "initdb (pid " + process.pid() + ") still works in " + folder, e);
              }
            });
  }

  private static @Nullable EmbeddedPostgres launch(
      DataFolder data, PostgresFolder folder, DatabaseLogin login) {
    Path log = data.folder("logs").resolve("postgres.log");
    Path binaries = data.folder("postgres-bin");
    PostgresLog.rotate(log);
    Optional<KnownPostgres> known = KnownPostgres.in(binaries);
    if (known.isPresent() && folder.state() == PostgresFolder.State.INITIALISED) {
      known.get().start(folder, login.port(), SETTINGS, log);
      return null;
    }
    EmbeddedPostgres server = launchFirst(folder, binaries, log, login);
    KnownPostgres.note(binaries, folder);
    return server;
  }

  /** Unpacks the programs and sets the database up, as far as that is not done yet. */
  private static EmbeddedPostgres launchFirst(
      PostgresFolder folder, Path binaries, Path log, DatabaseLogin login) {
    if (isRootWithoutNamespaces()) {
      throw Problem.failed(
          "PostgreSQL does not run as root, and this machine (a container?) does not allow"
              + " `unshare -U`: start as another user, or give --database-url");
    }
    // The library deletes what looks old in its working folder: never the one that holds the data.
    System.setProperty("ot.epg.working-dir", binaries.toString());
    PostgresBinaries.removeHalfUnpacked(binaries);
    long logged = PostgresLog.length(log);
    EmbeddedPostgres.Builder server = server(folder, binaries, log, login);
    try (ExecutorService starter = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<EmbeddedPostgres> started = starter.submit(server::start);
      return await(started, log, logged);
    } finally {
      PostgresBinaries.closeToOthers(binaries);
      login.forgetPasswordFile();
    }
  }

  private static EmbeddedPostgres.Builder server(
      PostgresFolder folder, Path binaries, Path log, DatabaseLogin login) {
    EmbeddedPostgres.Builder builder = EmbeddedPostgres.builder();
    SETTINGS.forEach(builder::setServerConfig);
    return builder
        .setDataDirectory(folder.path())
        .setCleanDataDirectory(false)
        .setOverrideWorkingDirectory(binaries.toFile())
        .setRegisterShutdownHook(false)
        .setPort(login.port())
        .setPGStartupWait(START)
        // what is called locale is passed to initdb as --key=value, after the library's "-A trust"
        .setLocaleConfig("auth-host", "scram-sha-256")
        .setLocaleConfig("auth-local", "scram-sha-256")
        .setLocaleConfig("pwfile", login.passwordFile().toString())
        // not the system's: its sort order changes with the system and breaks indexes
        .setLocaleConfig("locale", "C")
        .setLocaleConfig("locale-provider", "builtin")
        .setLocaleConfig("builtin-locale", "C.UTF-8")
        .setConnectConfig("password", login.password().reveal())
        // a file, not a pipe: the server may outlive us and must not die of a broken pipe
        .setOutputRedirector(Redirect.appendTo(log.toFile()))
        .setErrorRedirector(Redirect.appendTo(log.toFile()))
        .setDataDirectoryCustomizer(initialised -> folder.markInitialised());
  }

  /** The library waits for a port, whether or not the server still lives: we watch its log. */
  private static EmbeddedPostgres await(Future<EmbeddedPostgres> started, Path log, long logged) {
    try {
      while (true) {
        try {
          return started.get(200, TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
          if (PostgresLog.saysItGaveUp(log, logged)) throw failed(log, logged, e);
        }
      }
    } catch (ExecutionException e) {
      throw failed(log, logged, e.getCause() == null ? e : e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Problem.failed("interrupted while PostgreSQL started", e);
    } finally {
      started.cancel(true);
    }
  }

  private static Problem failed(Path log, long logged, Throwable cause) {
    return Problem.failed(
        "PostgreSQL did not start: " + PostgresLog.reason(log, logged) + " (" + log + ")", cause);
  }

  private static String url(DatabaseLogin login, String database) {
    return url(String.valueOf(login.port()), database);
  }

  static String url(String port, String database) {
    return "jdbc:postgresql://127.0.0.1:" + port + "/" + database;
  }

  /** A role of its own that is not a superuser, owner of its database. Safe to repeat. */
  private static void createDatabase(DatabaseLogin login) throws SQLException {
    DatabaseAccess admin = new DatabaseAccess(url(login, "postgres"), "postgres", login.password());
    try (Connection connection = admin.connect();
        Statement sql = connection.createStatement()) {
      boolean role = sql.executeQuery("select from pg_roles where rolname = 'serai'").next();
      // generated by us: letters, digits, - and _ only
      String password = " password '" + login.password().reveal() + "'";
      sql.execute((role ? "alter" : "create") + " role serai login" + password);
      if (!sql.executeQuery("select from pg_database where datname = 'serai'").next()) {
        sql.execute("create database serai owner serai");
      }
    }
  }

  DatabaseAccess access() {
    return access;
  }

  /** "PostgreSQL 18.6". */
  String version() {
    return version;
  }

  @Override
  public void close() {
    priority.ifPresent(DatabasePriority::close);
    stop(server, folder);
  }

  private static void stop(@Nullable EmbeddedPostgres server, PostgresFolder folder) {
    try {
      if (server != null) server.close();
    } catch (IOException e) {
      // it has logged why; what counts is whether the server still runs
    }
    Postmaster.in(folder.path()).ifPresent(postmaster -> postmaster.stop(STOP));
  }
}
