package dev.serai.limits;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;

/**
 * What was seen, in buckets an eighth of an octave wide; half of it is forgotten whenever it holds
 * a thousand. Any thread; adding costs two atomic steps, asking one read.
 */
final class Histogram {
  private static final int LEAST_SEEN = 20;
  private static final int FADES_AT = 1024;
  private static final int JUDGED_EVERY = 16;
  private static final long LARGEST = (1L << 26) - 1;
  private static final int BUCKETS = bucket(LARGEST) + 1;

  private final AtomicIntegerArray counts = new AtomicIntegerArray(BUCKETS);
  private final AtomicInteger seen = new AtomicInteger();
  private volatile long usual;
  private volatile long high;

  void add(long value) {
    counts.getAndIncrement(bucket(Math.clamp(value, 0, LARGEST)));
    int now = seen.incrementAndGet();
    if (now < 2 * LEAST_SEEN || now % JUDGED_EVERY == 0) judge(now);
  }

  /** Nine in ten are no larger; {@code otherwise} while too few were seen. */
  long usual(long otherwise) {
    return seen.get() < LEAST_SEEN ? otherwise : usual;
  }

  /** Ninety-nine in a hundred are no larger. */
  long high(long otherwise) {
    return seen.get() < LEAST_SEEN ? otherwise : high;
  }

  private synchronized void judge(int now) {
    usual = quantile(now, 90);
    high = quantile(now, 99);
    if (seen.get() >= FADES_AT) fade();
  }

  private long quantile(int of, int percent) {
    int above = of - (int) Math.ceilDiv((long) of * percent, 100);
    for (int i = BUCKETS - 1; i > 0; i--) {
      above -= counts.get(i);
      if (above < 0) return largest(i);
    }
    return 0;
  }

  private void fade() {
    int left = 0;
    for (int i = 0; i < BUCKETS; i++) {
      int count = counts.get(i);
      counts.addAndGet(i, count / 2 - count);
      left += count / 2;
    }
    seen.set(left);
  }

  static int bucket(long value) {
    if (value < 8) return (int) value;
    int octave = 63 - Long.numberOfLeadingZeros(value);
    return (octave - 2) * 8 + (int) (value >>> (octave - 3) & 7);
  }

  static long largest(int bucket) {
    if (bucket < 8) return bucket;
    return (bucket % 8 + 9L << bucket / 8 - 1) - 1;
  }
}
