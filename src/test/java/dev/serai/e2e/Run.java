package dev.serai.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

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
    try {
      Path out = Files.createTempFile("serai-run", ".out");
      Path err = Files.createTempFile("serai-run", ".err");
      try {
        int exit = exit(command, folder, env, deadline, out, err);
        return new Run(exit, Files.readString(out), Files.readString(err), deadline);
      } finally {
        Files.deleteIfExists(out);
        Files.deleteIfExists(err);
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
      Path err)
      throws IOException {
    var builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectInput(ProcessBuilder.Redirect.from(new java.io.File("/dev/null")))
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    builder.environment().clear();
    builder.environment().putAll(env);
    Process process;
    try {
      process = builder.start();
    } catch (IOException e) {
      Files.writeString(err, e.toString());
      return 127;
    }
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
    }
  }
}
