package dev.serai.up;

import dev.serai.database.Niceness;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Keeps the embedded database behind the gateway's calls, see {@link Niceness}.
 *
 * <p>Linux weighs sessions before processes (sched(7), "The autogroup feature", 2026-11-22), each
 * process of PostgreSQL has a session of its own, and each new connection a new process: they are
 * looked for again and again. In a control group, as in a container, a process' own niceness counts
 * instead, which those that come later inherit.
 */
final class DatabasePriority implements AutoCloseable {
  private static final Duration EVERY = Duration.ofSeconds(10);

  /** Linux takes ten changes a second of who is not root. */
  private static final Duration BETWEEN = Duration.ofMillis(120);

  private final Supplier<List<Long>> processes;
  private final Duration every;
  private final Thread thread;

  private DatabasePriority(Supplier<List<Long>> processes, Duration every) {
    this.processes = processes;
    this.every = every;
    thread = Thread.ofVirtual().name("database-priority").unstarted(this::run);
  }

  static DatabasePriority keepLow(Postmaster postmaster) {
    return keepLow(postmaster::processes, EVERY);
  }

  static DatabasePriority keepLow(Supplier<List<Long>> processes, Duration every) {
    DatabasePriority priority = new DatabasePriority(processes, every);
    priority.thread.start();
    return priority;
  }

  private void run() {
    Set<Long> known = Set.of();
    try {
      while (true) {
        known = lower(known);
        Thread.sleep(every);
      }
    } catch (InterruptedException e) {
      // closed
    }
  }

  private Set<Long> lower(Set<Long> known) throws InterruptedException {
    Set<Long> running;
    try {
      running = Set.copyOf(processes.get());
    } catch (RuntimeException e) { // no file is left, say: the next look may find them
      return known;
    }
    if (known.isEmpty()) Niceness.lower(running);
    for (long pid : running) if (!known.contains(pid)) lowerGroup(pid);
    return running;
  }

  private static void lowerGroup(long pid) throws InterruptedException {
    Path group = Path.of("/proc", String.valueOf(pid), "autogroup");
    try {
      if (!Files.isWritable(group)) return;
      Files.writeString(group, String.valueOf(Niceness.BEHIND_CALLS));
      Thread.sleep(BETWEEN);
    } catch (IOException e) {
      // it has ended, or is not ours to change
    }
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
