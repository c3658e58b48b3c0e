package dev.serai.limits;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The counters of the keys that were busy lately. Two generations: a counter in use moves to the
 * younger one, and what nobody touched for two minutes goes with the older one as a whole, so
 * nothing is ever swept.
 */
final class RequestRates {
  private static final long GENERATION_MILLIS = 2 * RequestCounter.MINUTE_MILLIS;

  private final int most;

  /** Written under this. */
  private volatile Generations generations =
      new Generations(0, new ConcurrentHashMap<>(), Map.of());

  private record Generations(
      long sinceMillis, Map<String, RequestCounter> young, Map<String, RequestCounter> old) {}

  /**
   * @param most counters in a generation; a further key starts the next one early, and then the
   *     longest idle keys start anew
   */
  RequestRates(int most) {
    this.most = most;
  }

  RequestCounter of(String key, long nowMillis) {
    Generations now = generations;
    RequestCounter counter = now.young().get(key);
    if (counter != null && nowMillis - now.sinceMillis() < GENERATION_MILLIS) return counter;
    Generations next = atLeast(nowMillis);
    return next.young()
        .computeIfAbsent(
            key,
            k -> {
              RequestCounter kept = next.old().get(k);
              return kept == null ? new RequestCounter() : kept;
            });
  }

  int size() {
    Generations now = generations;
    return now.young().size() + now.old().size();
  }

  private synchronized Generations atLeast(long nowMillis) {
    Generations now = generations;
    if (nowMillis - now.sinceMillis() < GENERATION_MILLIS && now.young().size() < most) return now;
    now = new Generations(nowMillis, new ConcurrentHashMap<>(), now.young());
    generations = now;
    return now;
  }
}
