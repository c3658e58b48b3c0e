package dev.serai.cli.launch;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs a program that nobody looks at, for ten seconds at most. */
final class Quietly {
  private static final int DEADLINE_SECONDS = 10;

  private Quietly() {}

  static void run(List<String> command, Path folder, Map<String, String> env) {
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.DISCARD);
    builder.environment().clear();
    builder.environment().putAll(env);
    try {
      Process process = builder.start();
      process.getOutputStream().close();
      if (process.waitFor(DEADLINE_SECONDS, TimeUnit.SECONDS)) return;
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    } catch (IOException e) {
      // what it was to end is then left
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
