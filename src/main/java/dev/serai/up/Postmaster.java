package dev.serai.up;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/** A PostgreSQL server that runs in a data folder, known by its {@code postmaster.pid}. */
final class Postmaster {
  private final ProcessHandle process;

  private Postmaster(ProcessHandle process) {
    this.process = process;
  }

  /**
   * The server of this folder when one lives. A {@code postmaster.pid} whose number now belongs to
   * another program (after a reboot, or in a new container) would keep PostgreSQL from starting: it
   * is deleted. Only for who holds the lock of the data folder.
   */
  static Optional<Postmaster> in(Path folder) {
    Path file = folder.resolve("postmaster.pid");
    try {
      if (!Files.exists(file)) return Optional.empty();
      List<String> lines = Files.readAllLines(file);
      Optional<ProcessHandle> process = lines.isEmpty() ? Optional.empty() : find(lines);
      if (process.isEmpty()) Files.deleteIfExists(file);
      return process.map(Postmaster::new);
    } catch (IOException e) {
      throw Problem.failed("cannot read " + file + ": " + e.getMessage(), e);
    }
  }

  private static Optional<ProcessHandle> find(List<String> lines) {
    try {
      return ProcessHandle.of(Long.parseLong(lines.getFirst().strip()))
          .filter(ProcessHandle::isAlive)
          .filter(process -> isPostgres(process.info(), lines.size() > 1 ? lines.get(1) : ""));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  /** The second line of the file is the folder, which the server also has as an argument. */
  private static boolean isPostgres(ProcessHandle.Info info, String folder) {
    return info.command().map(command -> command.endsWith("/postgres")).orElse(false)
        && info.commandLine().map(line -> line.contains(folder)).orElse(true);
  }

  long pid() {
    return process.pid();
  }

  /** Its own and those it has started, as they are right now. */
  List<Long> processes() {
    return Stream.concat(Stream.of(process), process.children()).map(ProcessHandle::pid).toList();
  }

  /** Ends its sessions and stops ("fast"); after the time it stops without a checkpoint. */
  void stop(Duration atMost) {
    if (signal("INT") && ended(atMost)) return;
    stopAtOnce();
    if (!ended(atMost)) {
      throw Problem.failed("PostgreSQL (pid " + pid() + ") does not stop; stop it by hand");
    }
  }

  /** No checkpoint: nothing that was committed is lost, the next start recovers from its log. */
  void stopAtOnce() {
    signal("QUIT");
  }

  private boolean ended(Duration atMost) {
    try {
      process.onExit().get(atMost.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } catch (ExecutionException | TimeoutException e) {
      return false;
    }
  }

  /** Java can send TERM and KILL only; to PostgreSQL they mean "wait for clients" and a crash. */
  private boolean signal(String name) {
    try {
      return new ProcessBuilder("sh", "-c", "kill -" + name + " " + pid())
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .start()
          .waitFor(5, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } catch (IOException e) {
      return false;
    }
  }
}
