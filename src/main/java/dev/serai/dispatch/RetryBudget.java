package dev.serai.dispatch;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * Keeps a provider that is dying from being asked twice as much: what a call asks of a provider
 * after it has failed there is paid from a bucket that fills with calls and with time. In memory,
 * per replica, one bucket for each provider. Any thread.
 */
public final class RetryBudget {
  private static final int MAX = 10_000;

  /** What calls have earned is kept up to so many seconds' worth of {@code perSecond}. */
  private static final int SECONDS_KEPT = 10;

  private final double perCall;
  private final double perSecond;
  private final LongSupplier nanos;
  private final Map<String, Bucket> buckets = new ConcurrentHashMap<>();

  /**
   * @param nanos a clock that only goes on
   */
  public RetryBudget(DispatchSettings settings, LongSupplier nanos) {
    this.perCall = settings.retryBudget() / 100.0;
    this.perSecond = settings.retriesPerSecond();
    this.nanos = nanos;
  }

  /** A call asks the provider for the first time. */
  public void called(String provider) {
    bucket(provider).add(perCall);
  }

  /** Whether the provider may be asked again by a call that it has failed; takes it if so. */
  public boolean takes(String provider) {
    return bucket(provider).take();
  }

  private Bucket bucket(String provider) {
    Bucket bucket = buckets.get(provider);
    if (bucket != null) return bucket;
    if (buckets.size() >= MAX) buckets.clear(); // providers replaced ten thousand times
    return buckets.computeIfAbsent(provider, name -> new Bucket());
  }

  private final class Bucket {
    private double tokens = perSecond;
    private long filledAt = nanos.getAsLong();

    synchronized void add(double amount) {
      fill();
      double most = Math.max(perSecond, 1) * SECONDS_KEPT;
      tokens = Math.min(most, tokens + amount);
    }

    synchronized boolean take() {
      fill();
      if (tokens < 1) return false;
      tokens--;
      return true;
    }

    private void fill() {
      long now = nanos.getAsLong();
      double earned = (now - filledAt) / 1e9 * perSecond;
      filledAt = now;
      // time alone fills it to one second's worth, not more: a quiet night is no licence
      if (tokens < perSecond) tokens = Math.min(perSecond, tokens + earned);
    }
  }
}
