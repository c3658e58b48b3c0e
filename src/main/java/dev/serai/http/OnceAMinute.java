package dev.serai.http;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** For what would fill the log if it were said each time. Any thread. */
final class OnceAMinute {
  private static final long MINUTE = TimeUnit.MINUTES.toNanos(1);

  private final AtomicLong last = new AtomicLong(System.nanoTime() - MINUTE);

  /** True for one of those who ask. */
  boolean due() {
    long now = System.nanoTime();
    long before = last.get();
    return now - before >= MINUTE && last.compareAndSet(before, now);
  }
}
