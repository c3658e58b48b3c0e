package dev.serai.leases;

import dev.serai.call.Charge;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * One window of one limit, as this replica has it: what it was granted, what running calls reserved
 * of it, what they used. Any thread; nothing here blocks or does I/O.
 */
public final class Quota {
  /** What to do when there is not enough at hand. */
  public enum Shortage {
    /** Nobody knows: {@link Quotas#ask}. */
    ASK,
    /** The other replicas and the database have none either. */
    FULL,
    /** The database cannot be asked. */
    BLIND
  }

  private final QuotaKey key;
  private final Slot slot;
  private volatile QuotaTerms terms;

  /** Used before a lease was known, or beyond it while blind: booked with the next exchange. */
  private final AtomicLong unbooked = new AtomicLong();

  Quota(QuotaKey key, QuotaTerms terms, Slot slot) {
    this.key = key;
    this.terms = terms;
    this.slot = slot;
  }

  public QuotaKey key() {
    return key;
  }

  public QuotaTerms terms() {
    return terms;
  }

  /** Takes from what is at hand, all of it or nothing. */
  public boolean take(long amount) {
    return slot.take(amount);
  }

  /** Takes what may not be there: for limits that only count, and while blind. */
  public void force(long amount) {
    slot.force(amount);
  }

  /**
   * A call has ended that had {@code reserved} taken and used {@code used}, which may be more.
   *
   * @return what its record has to say; null when nothing was used, or it is booked otherwise
   */
  public @Nullable Charge settle(long reserved, long used) {
    slot.settle(reserved, used);
    if (used == 0) return null;
    long lease = slot.lease();
    if (lease != 0) return new Charge(lease, used);
    unbooked.getAndAdd(used);
    return null;
  }

  /** By calls of this replica that run now. */
  public long reserved() {
    return slot.reserved();
  }

  Slot slot() {
    return slot;
  }

  void terms(QuotaTerms now) {
    terms = now;
  }

  AtomicLong unbooked() {
    return unbooked;
  }
}
