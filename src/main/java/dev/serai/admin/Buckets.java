package dev.serai.admin;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * So many in a minute, for each of many: token buckets that fill steadily. Beyond the bound the one
 * that was used longest ago is forgotten, and so full again.
 */
final class Buckets {
  /** Held at most. */
  static final int MOST = 10_000;

  private static final double MINUTE = TimeUnit.MINUTES.toNanos(1);

  private final int perMinute;
  private final int burst;
  private final LongSupplier nanos;

  /** Guarded by this; used longest ago first. */
  private final Map<String, Bucket> buckets =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Bucket> eldest) {
          return size() > MOST;
        }
      };

  /**
   * @param perMinute 0 = no end
   * @param burst at once, when none was taken for a while
   * @param nanos a clock as {@link System#nanoTime}
   */
  Buckets(int perMinute, int burst, LongSupplier nanos) {
    this.perMinute = perMinute;
    this.burst = Math.min(burst, perMinute);
    this.nanos = nanos;
  }

  private record Bucket(double tokens, long at) {}

  /**
   * Takes one, if there is one.
   *
   * @return seconds until there will be one, 0 = it was taken
   */
  synchronized long take(String of) {
    if (perMinute == 0) return 0;
    Bucket now = filled(of);
    if (now.tokens() < 1) return wait(now);
    buckets.put(of, new Bucket(now.tokens() - 1, now.at()));
    return 0;
  }

  /** As {@link #take}, but takes none. */
  synchronized long ask(String of) {
    if (perMinute == 0 || !buckets.containsKey(of)) return 0;
    Bucket now = filled(of);
    return now.tokens() < 1 ? wait(now) : 0;
  }

  private Bucket filled(String of) {
    long at = nanos.getAsLong();
    Bucket last = buckets.get(of);
    if (last == null) return new Bucket(burst, at);
    double tokens = last.tokens() + (at - last.at()) * (perMinute / MINUTE);
    return new Bucket(Math.min(burst, tokens), at);
  }

  private long wait(Bucket bucket) {
    return Math.max(1, (long) Math.ceil((1 - bucket.tokens()) * 60 / perMinute));
  }
}
