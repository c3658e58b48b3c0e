package dev.serai.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * A program that ran to its end, or to its deadline.
 *
 * @param exit 124 when it was stopped at the deadline, 127 when it could not be started
 */
record Run(int exit, String out, String err, Duration deadline) {

  /**
   * Runs with exactly this environment and no input; at the deadline the program and its children
   * are killed.
   */
  static Run of(List<String> command, Path folder, Map<String, String> env, Duration deadline) {
    return of(command, folder, env, deadline, line -> {});
  }

  /**
   * @param reader of what it says on standard error, line by line as it comes
   */
  static Run of(
      List<String> command,
      Path folder,
      Map<String, String> env,
      Duration deadline,
      Consumer<String> reader) {
    try {
      Path out = Files.createTempFile("serai-run", ".out");
      try {
        Lines err = new Lines(reader);
        int exit = exit(command, folder, env, deadline, out, err);
        return new Run(exit, Files.readString(out), err.text(), deadline);
      } finally {
        Files.deleteIfExists(out);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** How it ended, for a message. */
  String ending() {
    return switch (exit) {
      case 124 -> "stopped after " + deadline.toSeconds() + " s";
      case 127 -> "could not be started";
      default -> "exit code " + exit;
    };
  }

  /** The last lines of what it printed. */
  String tail(int lines) {
    List<String> all = (out + "\n" + err).lines().toList();
    return String.join("\n", all.subList(Math.max(0, all.size() - lines), all.size()));
  }

  private static int exit(
      List<String> command,
      Path folder,
      Map<String, String> env,
      Duration deadline,
      Path out,
      Lines err) {
    var builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectInput(ProcessBuilder.Redirect.from(new java.io.File("/dev/null")))
            .redirectOutput(out.toFile());
    builder.environment().clear();
    builder.environment().putAll(env);
    Process process;
    try {
      process = builder.start();
    } catch (IOException e) {
      err.add(e.toString());
      return 127;
    }
    Thread reading = Thread.ofVirtual().start(() -> err.read(process));
    try {
      return process.waitFor(deadline.toMillis(), TimeUnit.MILLISECONDS)
          ? process.exitValue()
          : 124;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return 124;
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
      await(reading);
    }
  }

  /** Not for long: what it left running may hold the other end. */
  private static void await(Thread reading) {
    try {
      reading.join(Duration.ofSeconds(2));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Of standard error, as far as they have come. */
  private record Lines(Consumer<String> reader, StringBuffer all) {
    Lines(Consumer<String> reader) {
      this(reader, new StringBuffer());
    }

    void read(Process process) {
      try (var lines = process.errorReader()) {
        for (String line = lines.readLine(); line != null; line = lines.readLine()) add(line);
      } catch (IOException e) {
        // it was killed
      }
    }

    void add(String line) {
      all.append(line).append('\n');
      reader.accept(line);
    }

    String text() {
      return all.toString();
    }
  }
}
