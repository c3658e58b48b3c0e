package dev.serai.leases;

import dev.serai.call.Charge;
import java.util.concurrent.CompletableFuture;
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

  /** Of {@link #room}: the database has not said that there is too little. */
  static final long UNKNOWN = Long.MAX_VALUE;

  /** More than any cap; sums of it do not overflow. */
  private static final long MOST_NEED = Long.MAX_VALUE / 8;

  private final QuotaKey key;
  private final Slot slot;
  private volatile QuotaTerms terms;

  /** Nobody takes from it any more, unless it is opened again. */
  volatile boolean closed;

  /** The cap was lowered: what is not used goes back. */
  volatile boolean shrinking;

  /** What nobody holds, when it was too little for what was asked last. */
  volatile long room = UNKNOWN;

  /** Epoch milliseconds at which {@link #room} was learnt. */
  volatile long roomAt;

  /** Epoch milliseconds of the latest question that nobody waits for. */
  volatile long askedAt;

  /** Others' use, what they hold besides, and where the oldest use is: as of the last exchange. */
  volatile long spentElsewhere;

  volatile long heldElsewhere;
  volatile long oldest = Long.MAX_VALUE;

  /** Of the keeper's thread alone. */
  final Dealings dealings = new Dealings();

  /** Guarded by this: calls that wait, and were not yet seen by the keeper. */
  private @Nullable Ask ask;

  /** Guarded by this: the keeper will look soon. */
  private boolean urgent;

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

  /** Whether the database has said anything of it: what others spent is not known before. */
  public boolean known() {
    return slot.lease() != 0;
  }

  /** Takes from what is at hand, all of it or nothing. */
  public boolean take(long amount) {
    return slot.take(amount);
  }

  /** Takes what may not be there: for limits that only count, and while blind. */
  public void force(long amount) {
    slot.force(amount);
  }

  /** What {@link #take} can take now. */
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
   * @return what its record has to say; null when nothing was used, or when there is no lease yet:
   *     then it is told to the database with the first exchange
   */
  public @Nullable Charge settle(long reserved, long used) {
    slot.settle(reserved, used);
    if (used == 0) return null;
    long lease = slot.lease();
    return lease == 0 ? null : new Charge(lease, used);
  }

  Slot slot() {
    return slot;
  }

  void terms(QuotaTerms now) {
    terms = now;
  }

  /** What several calls need that came at the same time. */
  static final class Ask {
    private final CompletableFuture<Void> answer = new CompletableFuture<>();
    private long need;

    long need() {
      return need;
    }

    void answered() {
      answer.complete(null);
    }

    /** The calls of {@code later} wait for the same answer. */
    void join(Ask later) {
      need = Math.min(MOST_NEED, need + later.need);
      answer.whenComplete((_, _) -> later.answered());
    }
  }

  synchronized CompletableFuture<Void> ask(long amount) {
    Ask asking = ask;
    if (asking == null) ask = asking = new Ask();
    asking.need = Math.min(MOST_NEED, asking.need + Math.min(MOST_NEED, amount));
    return asking.answer;
  }

  /**
   * @return false when it was so before
   */
  synchronized boolean becomesUrgent() {
    if (urgent) return false;
    urgent = true;
    return true;
  }

  synchronized void looked() {
    urgent = false;
  }

  synchronized @Nullable Ask takeAsk() {
    Ask asked = ask;
    ask = null;
    return asked;
  }
}
