package dev.serai.up;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import sun.misc.Signal;

/**
 * The wish to stop. The first Ctrl-C or SIGTERM lets the main thread stop in order; another Ctrl-C
 * halts the process after telling the database. Java's own handler would not hear the second one.
 */
final class Stop {
  private final CountDownLatch asked = new CountDownLatch(1);
  private final CountDownLatch finished = new CountDownLatch(1);
  private final Progress progress;
  private volatile Runnable atOnce = () -> {};

  private Stop(Progress progress) {
    this.progress = progress;
  }

  static Stop onSignals(Progress progress) {
    Stop stop = new Stop(progress);
    for (String name : new String[] {"INT", "TERM", "HUP"}) {
      try {
        Signal.handle(new Signal(name), signal -> stop.ask(signal.getName()));
      } catch (IllegalArgumentException e) {
        // the JVM was told to leave this signal alone, or the system has none of that name
      }
    }
    // whoever calls System.exit, too: the main thread stops everything before the JVM goes
    Runtime.getRuntime().addShutdownHook(new Thread(stop::askAndWait, "stop"));
    return stop;
  }

  private void ask(String signal) {
    if (asked.getCount() == 0 && signal.equals("INT")) {
      atOnce.run();
      progress.note("stop", "at once");
      Runtime.getRuntime().halt(130);
    }
    if (asked.getCount() > 0) {
      progress.note("stop", "running streams may finish; Ctrl-C again stops at once");
    }
    asked.countDown();
  }

  private void askAndWait() {
    asked.countDown();
    try {
      if (!finished.await(90, TimeUnit.SECONDS)) progress.note("stop", "took too long");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** What a second Ctrl-C does before the process is halted. */
  void atOnce(Runnable action) {
    atOnce = action;
  }

  boolean asked() {
    return asked.getCount() == 0;
  }

  void await() {
    try {
      asked.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Waits that long, or until a stop is asked for. */
  void pause(Duration atMost) {
    try {
      if (asked.await(atMost.toNanos(), TimeUnit.NANOSECONDS)) return;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Everything is stopped: the JVM may go. */
  void finished() {
    finished.countDown();
  }
}
