package dev.serai.up;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;

/** What happens, one line a step, on standard error: {@code ✓ database … (0.4 s)}. */
final class Progress {
  private final PrintStream err;
  private final boolean colour;
  private long since = System.nanoTime();

  Progress(PrintStream err, Map<String, String> env) {
    this(err, System.console() != null && env.getOrDefault("NO_COLOR", "").isEmpty());
  }

  private Progress(PrintStream err, boolean colour) {
    this.err = err;
    this.colour = colour;
  }

  /** For steps that happen at the same time. */
  Progress beside() {
    return new Progress(err, colour);
  }

  /** A step begins; its time is told by {@link #done}. */
  void begin(String step, String what) {
    since = System.nanoTime();
    line(" ", "…", step, what);
  }

  /** How far the step is that was begun. */
  void step(String step, String what) {
    line(" ", "…", step, what);
  }

  void done(String step, String what) {
    Duration took = Duration.ofNanos(System.nanoTime() - since);
    line(
        "32", "✓", step, String.format(Locale.ROOT, "%s (%.1f s)", what, took.toMillis() / 1000.0));
    since = System.nanoTime();
  }

  /** A fact that took no time worth telling. */
  void fact(String step, String what) {
    line("32", "✓", step, what);
  }

  void note(String step, String what) {
    line("33", "!", step, what);
  }

  void fail(String sentence) {
    err.println((colour ? "\u001b[31merror:\u001b[0m " : "error: ") + sentence);
    err.flush();
  }

  private void line(String code, String sign, String step, String what) {
    String painted = colour && !code.isBlank() ? "\u001b[" + code + "m" + sign + "\u001b[0m" : sign;
    err.printf(Locale.ROOT, "%s %-10s %s%n", painted, step, what);
    err.flush();
  }
}
