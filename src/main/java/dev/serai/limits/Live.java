package dev.serai.limits;

import dev.serai.leases.Quota;
import dev.serai.leases.Quotas;
import dev.serai.leases.Standing;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * The running window of a limit, for one member: the quota that calls take from. A change of the
 * limit's terms makes a new one of the same quota. Any thread.
 */
final class Live {
  private static final long AHEAD_MILLIS = 1_000;
  private static final long GLANCE_MILLIS = 100;
  private static final long SMALL_PART = 1_000;

  final Limit limit;
  final String member;
  final Window.Period period;
  final Quota quota;

  /** Of the window after this one, asked for ahead of its time; null = not yet. */
  volatile @Nullable Quota next;

  /** Of the quota, so that all who hold it under older terms see it too. */
  private final AtomicBoolean closed;

  /** Epoch milliseconds from which on a call makes ready for the next window. */
  private final long prepareAt;

  private final AtomicBoolean prepared = new AtomicBoolean();

  // written without order: a stale value costs one more look
  private long usedAt;
  private long lookedAt;
  private int passed;

  /** Was full the last time. */
  boolean refused;

  Live(Limit limit, String member, Window.Period period, Quota quota, long now) {
    this(limit, member, period, quota, new AtomicBoolean(), now);
  }

  private Live(
      Limit limit,
      String member,
      Window.Period period,
      Quota quota,
      AtomicBoolean closed,
      long now) {
    this.closed = closed;
    this.limit = limit;
    this.member = member;
    this.period = period;
    this.quota = quota;
    this.usedAt = now;
    // slices of a rolling window share its cap: what the next one held would be missed in this one
    this.prepareAt =
        limit.window().kind() == Window.Kind.ROLLING ? Long.MAX_VALUE : period.end() - AHEAD_MILLIS;
  }

  /** True once, shortly before the window's end. */
  boolean endsSoon(long now) {
    return now >= prepareAt && !prepared.get() && prepared.compareAndSet(false, true);
  }

  /** The same quota under new terms. */
  Live under(Limit terms, Window.Period now, long millis) {
    Live same = new Live(terms, member, now, quota, closed, millis);
    same.next = next;
    return same;
  }

  boolean serves(long now) {
    return now < period.end() && !closed();
  }

  /** Nobody may begin to take from it any more; what runs may go on. */
  boolean closed() {
    return closed.get();
  }

  /**
   * @return false when it was closed before
   */
  boolean close() {
    return closed.compareAndSet(false, true);
  }

  void used(long now) {
    if (now - usedAt >= 1_000) usedAt = now;
  }

  boolean idleSince(long millis) {
    return usedAt < millis;
  }

  /**
   * Per cent used, when that is past the first threshold; else 0. Looks each time where single
   * calls count, and now and then where they do not.
   */
  int warning(Quotas quotas, long now, long amount) {
    if (limit.thresholds().isEmpty() || limit.cap() <= 0) return 0;
    if (amount < limit.cap() / SMALL_PART && now - lookedAt < GLANCE_MILLIS) return passed;
    lookedAt = now;
    Standing standing = quotas.standing(quota);
    int percent = (int) Math.min(9_999, 100.0 * standing.spent() / limit.cap());
    passed = percent >= limit.thresholds().getFirst() ? percent : 0;
    return passed;
  }
}
