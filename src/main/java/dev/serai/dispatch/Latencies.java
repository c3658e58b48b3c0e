package dev.serai.dispatch;

import dev.serai.call.Call;
import dev.serai.call.Candidate;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * How long each account takes, for each of its models, until there is something for the client. A
 * moving average that forgets with time. Replies that are streamed and those that are not are told
 * apart: one that is not has to be made whole first. In memory, per replica, bounded. Any thread.
 */
final class Latencies {
  private static final int MAX = 50_000;

  /** After which a measurement counts for a third. */
  private static final double MEMORY_NANOS = TimeUnit.SECONDS.toNanos(20);

  /** Who was not asked for so long may have become another. */
  private static final long STALE_NANOS = TimeUnit.SECONDS.toNanos(30);

  private final LongSupplier nanos;
  private final Map<Key, Average> averages = new ConcurrentHashMap<>();

  private record Key(String account, String model, boolean streamed) {}

  /**
   * @param nanos a clock that only goes on
   */
  Latencies(LongSupplier nanos) {
    this.nanos = nanos;
  }

  void add(Candidate candidate, Call call, long took) {
    Key key = key(candidate, call);
    Average average = averages.get(key);
    if (average == null) {
      if (averages.size() >= MAX) averages.clear(); // models that came and went: learned anew
      average = averages.computeIfAbsent(key, k -> new Average(nanos.getAsLong()));
    }
    average.add(took, nanos.getAsLong());
  }

  /** In nanoseconds; 0 = not known. */
  double of(Candidate candidate, Call call) {
    Average average = average(candidate, call);
    return average == null ? 0 : average.nanos;
  }

  /** Whether it is time to see how the candidate fares now; true for one call only, then not. */
  boolean takesProbe(Candidate candidate, Call call) {
    Average average = average(candidate, call);
    return average != null && average.takesProbe(nanos.getAsLong());
  }

  private @Nullable Average average(Candidate candidate, Call call) {
    return averages.get(key(candidate, call));
  }

  private static Key key(Candidate candidate, Call call) {
    return new Key(candidate.account(), candidate.model(), call.asked().stream());
  }

  private static final class Average {
    private volatile double nanos;
    private long measured;
    private long measuredAt;
    private long probedAt;

    Average(long now) {
      measuredAt = now;
      probedAt = now;
    }

    /**
     * The first ones count alike, however fast they come: one slow start is not the whole truth.
     */
    synchronized void add(long took, long now) {
      double forgotten = 1 - Math.exp(-Math.max(0, now - measuredAt) / MEMORY_NANOS);
      double share = Math.max(forgotten, 1.0 / ++measured);
      nanos += (Math.max(1, took) - nanos) * share;
      measuredAt = now;
    }

    synchronized boolean takesProbe(long now) {
      if (now - measuredAt < STALE_NANOS || now - probedAt < STALE_NANOS) return false;
      probedAt = now;
      return true;
    }
  }
}
