package dev.serai.database;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Lets what works behind the calls step back where a call wants the same core: the call would
 * otherwise wait up to a scheduler tick. A wish to the system: where it is refused, nothing else
 * changes.
 */
public final class Niceness {
  /** A third of the share of others. With 10, storing falls behind when all cores are full. */
  public static final int BEHIND_CALLS = 5;

  private static final Path THREAD = Path.of("/proc/thread-self"); // Linux; a link to PID/task/TID

  private Niceness() {}

  /** Of the platform thread that calls; blocks for some milliseconds. */
  public static void lowerThisThread() throws InterruptedException {
    try {
      if (Files.exists(THREAD)) lower(List.of(id(Files.readSymbolicLink(THREAD))));
    } catch (IOException e) {
      // a system without it
    }
  }

  private static long id(Path thread) {
    return Long.parseLong(thread.getFileName().toString());
  }

  /** Of processes, or of threads by their id; blocks for some milliseconds. */
  public static void lower(Collection<Long> ids) throws InterruptedException {
    List<String> command = new ArrayList<>();
    command.addAll(List.of("renice", "-n", String.valueOf(BEHIND_CALLS), "-p"));
    for (long id : ids) command.add(String.valueOf(id));
    try {
      new ProcessBuilder(command)
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .start()
          .waitFor(5, TimeUnit.SECONDS);
    } catch (IOException e) {
      // there is no such command here
    }
  }
}
