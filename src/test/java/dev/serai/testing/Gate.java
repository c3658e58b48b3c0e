package dev.serai.testing;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A point in an {@link Answer} that a test opens: everything before it has been flushed when {@link
 * #awaitReached} returns, nothing after it is sent before {@link #open}.
 */
public final class Gate {
  private static final Duration DEADLINE = Duration.ofSeconds(20);

  private final CountDownLatch reached = new CountDownLatch(1);
  private final CountDownLatch opened = new CountDownLatch(1);

  public void open() {
    opened.countDown();
  }

  /** Blocks until the answer has come to this gate, at most 20 seconds. */
  public Gate awaitReached() {
    if (!await(reached)) {
      throw new AssertionError("no answer came to the gate within " + DEADLINE);
    }
    return this;
  }

  /** Whether the answer has come to this gate. */
  public boolean reached() {
    return reached.getCount() == 0;
  }

  /** For whatever a test has wait that is no answer. */
  public void await() {
    pass();
  }

  /** Returns when the gate is open, or after 20 seconds: a forgotten gate must not hang a build. */
  void pass() {
    reached.countDown();
    await(opened);
  }

  private static boolean await(CountDownLatch latch) {
    try {
      return latch.await(DEADLINE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
