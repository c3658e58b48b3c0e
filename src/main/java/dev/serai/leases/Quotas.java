package dev.serai.leases;

import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The quotas in use on this replica. At most {@value #MOST} at a time. Any thread; what has to be
 * asked of the database is done by the {@link LeaseKeeper}.
 */
public class Quotas {
  static final int MOST = 500_000;

  private static final long ASK_AGAIN_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final long LONGEST_WAIT_MILLIS = 2_000;

  private final ConcurrentHashMap<QuotaKey, Quota> quotas = new ConcurrentHashMap<>();
  private final ConcurrentLinkedQueue<Quota> urgent = new ConcurrentLinkedQueue<>();
  private final List<CrossingListener> crossings = new CopyOnWriteArrayList<>();
  private final Slots slots;
  private volatile boolean blind;
  private volatile Runnable wake = () -> {};

  Quotas(Slots slots) {
    this.slots = slots;
  }

  /** Told on the keeper's thread, once per quota and threshold over all replicas. */
  @FunctionalInterface
  public interface CrossingListener {
    void crossed(QuotaKey key, int threshold, long spent, long cap);
  }

  public void onCrossing(CrossingListener listener) {
    crossings.add(listener);
  }

  /**
   * The quota of the key, found or made; one that is made holds nothing yet, so the first call has
   * to {@link #ask}. The caller keeps it for as long as its window lasts, and then closes it.
   *
   * @throws IllegalStateException when there are too many
   */
  public Quota open(QuotaKey key, QuotaTerms terms) {
    Quota known = quotas.get(key);
    if (known == null || known.closed)
      known = quotas.compute(key, (k, there) -> made(k, there, terms));
    if (!known.terms.equals(terms)) change(known, terms);
    return known;
  }

  /** Under the map's lock, as {@link #forget}: what is opened again cannot be dropped meanwhile. */
  private Quota made(QuotaKey key, @Nullable Quota there, QuotaTerms terms) {
    if (there == null) return new Quota(key, terms, slots.take(MOST));
    there.closed = false;
    return there;
  }

  /**
   * The limit was changed: a lowered cap takes back what is not used, a raised one may be asked.
   */
  public void change(Quota quota, QuotaTerms terms) {
    quota.terms = terms;
    quota.ceiling = Quota.UNKNOWN;
    quota.recalled = true;
    urgent(quota);
  }

  /** Nobody takes from it any more: what is left goes back at once, the rest as calls end. */
  public void close(Quota quota) {
    quota.closed = true;
    urgent(quota);
  }

  /** Why {@code amount} cannot be taken, from memory. */
  public Quota.Shortage shortage(Quota quota, long amount) {
    long ceiling = quota.ceiling;
    if (ceiling != Quota.UNKNOWN && amount > quota.available() + ceiling) {
      askAgain(quota, amount);
      return Quota.Shortage.FULL;
    }
    return blind ? Quota.Shortage.BLIND : Quota.Shortage.ASK;
  }

  /** What was full may be so no more: looked up in the background, once a second. */
  private void askAgain(Quota quota, long amount) {
    long now = System.nanoTime();
    if (blind || now - quota.askedAt < ASK_AGAIN_NANOS) return;
    quota.askedAt = now;
    quota.awaiting(amount);
    urgent(quota);
  }

  /**
   * Asks for at least {@code amount}; what several calls ask at once goes in one exchange.
   *
   * @return completes on any thread, never exceptionally, within two seconds, when the answer is
   *     in: take again, and when that fails {@link #shortage} says why
   */
  public CompletionStage<Void> ask(Quota quota, long amount) {
    if (blind) return CompletableFuture.completedFuture(null);
    quota.askedAt = System.nanoTime();
    CompletableFuture<Void> answer = quota.awaiting(amount);
    urgent(quota);
    return answer.copy().completeOnTimeout(null, LONGEST_WAIT_MILLIS, TimeUnit.MILLISECONDS);
  }

  /** From memory. */
  public Standing standing(Quota quota) {
    return new Standing(
        quota.terms.cap(),
        quota.spentElsewhere + quota.slot.settled(),
        quota.heldElsewhere + quota.slot.reserved(),
        quota.freesAt);
  }

  /** Whether the database could not be asked the last time. */
  public boolean blind() {
    return blind;
  }

  public int size() {
    return quotas.size();
  }

  void onWork(Runnable keeper) {
    wake = keeper;
  }

  void blind(boolean now) {
    blind = now;
  }

  Collection<Quota> all() {
    return quotas.values();
  }

  /** What cannot wait for the next look. */
  ConcurrentLinkedQueue<Quota> urgent() {
    return urgent;
  }

  /** Somebody misses what we may hold, or has answered us. */
  void heard(String word, String limit, String member) {
    for (Quota quota : quotas.values()) {
      if (!quota.key.limit().equals(limit) || !quota.key.member().equals(member)) continue;
      if (word.equals("recall")) quota.recalled = true;
      else if (word.equals("returned")) quota.ceiling = Quota.UNKNOWN;
      urgent(quota);
    }
  }

  /** Drops it when nobody has opened it again. */
  void forget(Quota quota) {
    quotas.computeIfPresent(
        quota.key,
        (key, there) -> {
          if (there != quota || !quota.closed) return there;
          slots.free(quota.slot);
          return null;
        });
  }

  void crossed(QuotaKey key, int threshold, long spent, long cap) {
    for (CrossingListener listener : crossings) listener.crossed(key, threshold, spent, cap);
  }

  private void urgent(Quota quota) {
    urgent.add(quota);
    wake.run();
  }
}
