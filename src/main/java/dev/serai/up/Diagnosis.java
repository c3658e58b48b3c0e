package dev.serai.up;

import dev.serai.config.InvalidSettings;
import java.net.BindException;

/** Finds the one sentence in a failure. The whole of it goes to the log. */
final class Diagnosis {
  /** Spring, Camel and the snapshots need about half of it; the rest is for calls. */
  private static final long HEAP_MIN = 128L << 20;

  private Diagnosis() {}

  static void requireHeap(long max) {
    if (max < HEAP_MIN) {
      throw Problem.failed(
          "not enough memory: the heap may grow to "
              + (max >> 20)
              + " MB, at least "
              + (HEAP_MIN >> 20)
              + " MB are needed (try: SERAI_JAVA_OPTS=-Xmx512m)");
    }
  }

  static String outOfMemory() {
    return "not enough memory: the heap of "
        + (Runtime.getRuntime().maxMemory() >> 20)
        + " MB is full (try: SERAI_JAVA_OPTS=-Xmx1g)";
  }

  static Problem of(Throwable failure) {
    Throwable root = failure;
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof Problem problem) return problem;
      if (cause instanceof InvalidSettings invalid) {
        String findings = String.valueOf(invalid.getMessage()).replace("\n", "\n  ");
        return Problem.usage("the configuration is not valid\n  " + findings);
      }
      if (cause instanceof OutOfMemoryError) return Problem.failed(outOfMemory(), failure);
      if (cause instanceof BindException) {
        return Problem.failed("a port is taken: " + cause.getMessage(), failure);
      }
      root = cause;
    }
    String message = root.getMessage();
    String why =
        message == null || message.isBlank()
            ? root.getClass().getSimpleName()
            : message.lines().findFirst().orElse("").strip();
    return Problem.failed("the gateway cannot start: " + why + logHint(), failure);
  }

  private static String logHint() {
    String logs = System.getProperty("serai.logs");
    return logs == null ? "" : " (more in " + logs + "/serai.log)";
  }
}
