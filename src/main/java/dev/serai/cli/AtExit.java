package dev.serai.cli;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * What has to be done at the end, whichever it is: {@link #close}, or a signal that ends this
 * process. Done once.
 */
final class AtExit implements AutoCloseable {
  /** Whoever pressed Ctrl-C is waiting. */
  private static final Duration LONGEST = Duration.ofSeconds(5);

  private final Runnable work;
  private final AtomicBoolean begun = new AtomicBoolean();
  private final CountDownLatch done = new CountDownLatch(1);
  private final Thread hook = new Thread(this::atSignal, "serai-exit");

  private AtExit(Runnable work) {
    this.work = work;
  }

  static AtExit of(Runnable work) {
    AtExit end = new AtExit(work);
    Runtime.getRuntime().addShutdownHook(end.hook);
    return end;
  }

  /** In a thread of its own, so that a server that does not answer holds up nobody. */
  private void atSignal() {
    Thread.ofPlatform().daemon().start(this::once);
    try {
      done.await(LONGEST.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void once() {
    if (!begun.compareAndSet(false, true)) return;
    try {
      work.run();
    } finally {
      done.countDown();
    }
  }

  @Override
  public void close() {
    once();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // a signal has come: it waits for what is being done here
    }
  }
}
