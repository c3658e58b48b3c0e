package dev.serai.leases;

import dev.serai.call.Charge;
import java.util.concurrent.CompletableFuture;
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

  static final long UNKNOWN = Long.MAX_VALUE;

  final QuotaKey key;
  final Slot slot;
  volatile QuotaTerms terms;

  /** Used before a lease was known: booked with the next exchange. */
  final AtomicLong unbooked = new AtomicLong();

  /** The latest word of the database. */
  volatile long spentElsewhere;

  volatile long heldElsewhere;
  volatile long freesAt = Long.MAX_VALUE;

  /** What the database could still give, when it could not give what was asked; else unknown. */
  volatile long ceiling = UNKNOWN;

  /** Nobody will take any more. */
  volatile boolean closed;

  /** Others miss what is not used here, or the cap is another: all of it goes back. */
  volatile boolean recalled;

  /** Guarded by this: what waiting calls need, and what tells them. */
  long need;

  @Nullable CompletableFuture<Void> answer;

  /** Written by whoever asks, read by all: {@link System#nanoTime()}. */
  volatile long askedAt;

  /** Of the keeper alone, as all below: what was told of {@link Slot#settled}. */
  long reported;

  /** Taken in sum at the last look, and how fast: amounts a second. */
  long seenUse;

  long rate;
  long usedAt;
  long waitsSince;
  long toldAt;
  long closedAt;

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

  /** At hand now. */
  public long available() {
    return Math.max(0, slot.available());
  }

  /** By calls of this replica that run now. */
  public long reserved() {
    return slot.reserved();
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

  /** What was taken from it so far, given back or not yet. */
  long use() {
    return slot.reserved() + slot.settled();
  }

  /** What calls wait for. */
  synchronized CompletableFuture<Void> awaiting(long amount) {
    need += amount;
    if (answer == null) answer = new CompletableFuture<>();
    return answer;
  }

  synchronized long need() {
    return need;
  }

  /** Tells those who wait; whoever comes now waits for the next answer. */
  void answer() {
    CompletableFuture<Void> told;
    synchronized (this) {
      told = answer;
      answer = null;
      need = 0;
    }
    if (told != null) told.complete(null);
  }
}
