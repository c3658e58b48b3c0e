package dev.serai.trace;

import java.time.Duration;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands things from event loops to one background thread, without a lock or a wake-up: the thread
 * looks every {@value #EVERY_MILLIS} ms. Bounded: what finds no room is dropped and counted.
 */
final class Outbox<T> {
  static final int EVERY_MILLIS = 100;
  private static final Logger log = LoggerFactory.getLogger(Outbox.class);

  private final ConcurrentLinkedQueue<T> queue = new ConcurrentLinkedQueue<>();
  private final AtomicInteger size = new AtomicInteger();
  private final AtomicLong dropped = new AtomicLong();
  private final int sizeMax;
  private final Consumer<T> each;
  private final Runnable tick;
  private final Thread thread;
  private volatile boolean closed;
  private boolean failing;

  /**
   * @param each given every thing, on the background thread
   * @param tick run after every look, on the same thread
   */
  Outbox(String name, int sizeMax, Consumer<T> each, Runnable tick) {
    this.sizeMax = sizeMax;
    this.each = each;
    this.tick = tick;
    thread = Thread.ofPlatform().daemon().name(name).start(this::run);
  }

  void offer(T thing) {
    if (!closed) {
      if (size.incrementAndGet() <= sizeMax) {
        queue.add(thing);
        return;
      }
      size.decrementAndGet();
    }
    dropped.incrementAndGet();
  }

  long dropped() {
    return dropped.get();
  }

  /** Hands over what is left, for at most so long. */
  void close(Duration deadline) {
    closed = true;
    LockSupport.unpark(thread);
    try {
      thread.join(deadline);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    while (!closed) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(EVERY_MILLIS));
      guarded(this::handOver);
      guarded(tick);
    }
    guarded(this::handOver);
    guarded(tick);
  }

  private void handOver() {
    for (T thing; (thing = queue.poll()) != null; ) {
      size.decrementAndGet();
      T next = thing;
      guarded(() -> each.accept(next));
    }
  }

  private void guarded(Runnable work) {
    try {
      work.run();
      failing = false;
    } catch (RuntimeException e) {
      if (!failing) log.atError().setCause(e).log("background work failed");
      failing = true;
    }
  }
}
