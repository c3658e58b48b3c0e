package dev.serai.launches;

import dev.serai.testing.SignalsHeard;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/**
 * A terminal with an interactive shell in it, as in a window on the desk: a pseudo terminal of its
 * own, with job control and echo.
 */
final class Screen implements AutoCloseable {
  static final String SHELL = "$ ";
  static final String TOOL = "> ";

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Process process;
  private final Writer keys;
  private final StringBuilder shown = new StringBuilder(); // guarded by itself
  private int seen; // how much of it has been awaited

  private Screen(Process process) {
    this.process = process;
    this.keys = process.outputWriter(StandardCharsets.UTF_8);
    Thread.ofVirtual().name("screen").start(this::read);
  }

  /** With exactly this environment; shows the shell's prompt. */
  static Screen open(Path folder, Map<String, String> env) {
    String shell =
        "stty cols 400 rows 40; exec env PS1='"
            + SHELL
            + "' bash --norc --noprofile --noediting -i";
    ProcessBuilder builder =
        new ProcessBuilder(
                SignalsHeard.by(
                    List.of("script", "-q", "-E", "always", "-e", "-c", shell, "/dev/null")))
            .directory(folder.toFile())
            .redirectErrorStream(true);
    builder.environment().clear();
    builder.environment().putAll(env);
    builder.environment().putAll(Map.of("TERM", "dumb", "SHELL", "/bin/bash"));
    try {
      Screen screen = new Screen(builder.start());
      return screen.awaits(SHELL);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Types a line and the return key. */
  Screen type(String line) {
    return press(line + "\r");
  }

  Screen press(String characters) {
    try {
      keys.append(characters).flush();
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Screen ctrl(char letter) {
    return press(String.valueOf((char) (letter & 0x1f)));
  }

  /** Returns when the text stands behind all that was awaited before. */
  Screen awaits(String text) {
    await("\"" + text + "\"", () -> found(text));
    return this;
  }

  private boolean found(String text) {
    synchronized (shown) {
      int at = shown.indexOf(text, seen);
      if (at < 0) return false;
      seen = at + text.length();
      return true;
    }
  }

  /** Something that happens elsewhere meanwhile; stands above the line that is being written. */
  Screen aside(String text) {
    synchronized (shown) {
      int line = shown.lastIndexOf("\n") + 1;
      String note = "# " + text + "\r\n";
      shown.insert(line, note);
      if (seen >= line) seen += note.length();
    }
    return this;
  }

  /** What was on it, without carriage returns and what the shell started with. */
  String text() {
    synchronized (shown) {
      return shown.toString().replace("\r", "");
    }
  }

  /** Ends the shell, and returns all that was on the screen. */
  String leave() {
    type("exit");
    await("the end of the shell", () -> !process.isAlive());
    return text().replaceAll("\\$ (exit\\s*)+$", "");
  }

  void await(String what, BooleanSupplier condition) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline)
        throw new AssertionError("not seen: " + what + "; the screen:\n" + text());
      try {
        process.waitFor(20, java.util.concurrent.TimeUnit.MILLISECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(e);
      }
    }
  }

  private void read() {
    try (Reader in = new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8)) {
      char[] piece = new char[1024];
      for (int count = in.read(piece); count >= 0; count = in.read(piece))
        synchronized (shown) {
          shown.append(piece, 0, count);
        }
    } catch (IOException e) {
      // it was closed
    }
  }

  @Override
  public void close() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }
}
