package dev.serai.cli.launch;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import sun.misc.Signal;
import sun.misc.SignalHandler;

/**
 * The tool while it runs. It has the terminal: its streams are ours, and it is in our process
 * group, so the terminal itself sends it Ctrl-C, window sizes and stops. What is sent to the
 * launcher alone is passed on.
 */
final class Child {
  /** After which a child that was told to end is killed. */
  private static final int PATIENCE_SECONDS = 10;

  private Child() {}

  /**
   * Runs it to its end.
   *
   * @param env all of it
   * @param pidFile an empty file of this launch
   * @param check throws when it shall not start after all; signals are ours by then
   * @return its exit code; 128 and the signal's number when one ended it
   */
  static int run(
      List<String> command, Path folder, Map<String, String> env, Path pidFile, Runnable check)
      throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(Guard.noted(command, pidFile)).directory(folder.toFile()).inheritIO();
    builder.environment().clear();
    builder.environment().putAll(env);
    try (Guard guard = Guard.start(pidFile)) {
      return run(builder, guard, check);
    }
  }

  private static int run(ProcessBuilder builder, Guard guard, Runnable check) throws IOException {
    Map<String, SignalHandler> before = new HashMap<>();
    // The terminal sends these to the child as well; a handler and not "ignore", which it inherits.
    // They stay: we may hear of one only after the child has ended of it.
    for (String name : List.of("INT", "QUIT")) handle(name, signal -> {}, new HashMap<>());
    // before the child is there: it may be told to end as soon as it shows something
    CompletableFuture<Process> started = new CompletableFuture<>();
    for (String name : List.of("TERM", "HUP"))
      handle(name, signal -> started.thenAccept(child -> passOn(name, child, guard)), before);
    try {
      check.run();
      Process process = builder.start();
      guard.watch(process.pid());
      started.complete(process);
      return exitCode(process);
    } finally {
      restore(before);
    }
  }

  private static int exitCode(Process process) {
    try {
      return process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      process.destroyForcibly();
      return 130;
    }
  }

  private static void passOn(String name, Process process, Guard guard) {
    guard.signal(name);
    process
        .onExit()
        .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
        .exceptionally(
            late -> {
              process.descendants().forEach(ProcessHandle::destroyForcibly);
              process.destroyForcibly();
              return process;
            });
  }

  private static void handle(
      String name, SignalHandler handler, Map<String, SignalHandler> before) {
    try {
      before.put(name, Signal.handle(new Signal(name), handler));
    } catch (IllegalArgumentException e) {
      // this system has no such signal, or the JVM keeps it (QUIT: a thread dump)
    }
  }

  private static void restore(Map<String, SignalHandler> before) {
    before.forEach((name, handler) -> Signal.handle(new Signal(name), handler));
  }
}
