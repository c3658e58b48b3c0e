package dev.serai.limits;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Requests of one key in the last minute: a sliding window, estimated from the running minute and
 * the share of the one before that is still inside. Both counts and the minute they belong to are
 * one long, so a request is counted or refused in one atomic step.
 */
final class RequestCounter {
  static final long MINUTE_MILLIS = 60_000;

  /** Most that one minute can count: 22 bits. A larger cap counts as this one. */
  static final int MOST = (1 << 22) - 1;

  private static final long MINUTES = (1L << 20) - 1;

  private final AtomicLong state = new AtomicLong();

  /**
   * Counts the request when fewer than {@code cap} were counted in the last minute.
   *
   * @return 0, or the milliseconds after which the same request would be let through
   */
  long tryAcquire(int cap, long nowMillis) {
    int most = Math.min(cap, MOST);
    long minute = nowMillis / MINUTE_MILLIS & MINUTES;
    long elapsed = nowMillis % MINUTE_MILLIS;
    while (true) {
      long seen = state.get();
      long age = minute - minute(seen) & MINUTES;
      long before = age == 0 ? before(seen) : age == 1 ? running(seen) : 0;
      long running = age == 0 ? running(seen) : 0;
      if (before * (MINUTE_MILLIS - elapsed) + (running + 1) * MINUTE_MILLIS > most * MINUTE_MILLIS)
        return waitMillis(before, running, most, elapsed);
      if (state.compareAndSet(seen, minute << 44 | before << 22 | running + 1)) return 0;
    }
  }

  /** When the estimate will have sunk far enough, if nothing else is counted until then. */
  private static long waitMillis(long before, long running, long cap, long elapsed) {
    if (running < cap) return fades(before, cap - 1 - running) - elapsed;
    return MINUTE_MILLIS - elapsed + fades(running, cap - 1);
  }

  /**
   * Milliseconds into a minute at which no more than {@code left} of the one before still count.
   */
  private static long fades(long before, long left) {
    return MINUTE_MILLIS - left * MINUTE_MILLIS / before;
  }

  private static long minute(long state) {
    return state >>> 44;
  }

  private static long before(long state) {
    return state >>> 22 & MOST;
  }

  private static long running(long state) {
    return state & MOST;
  }
}
