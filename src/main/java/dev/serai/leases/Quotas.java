package dev.serai.leases;

import java.nio.file.Path;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/**
 * The quotas in use on this replica, in memory. At most {@value #MOST} at a time. The {@link
 * LeaseKeeper} talks with the database about them.
 */
@Component
public class Quotas {
  static final int MOST = 500_000;

  /** The keeper gives up before; this is for when it hangs. */
  private static final long LONGEST_WAIT_MILLIS = 1_800;

  /** At most so often the database is asked again for what it did not have. */
  private static final long ASK_AGAIN_MILLIS = 1_000;

  private final ConcurrentHashMap<QuotaKey, Quota> quotas = new ConcurrentHashMap<>();
  private final ConcurrentLinkedQueue<Quota> urgent = new ConcurrentLinkedQueue<>();
  private final List<CrossingListener> listeners = new CopyOnWriteArrayList<>();
  private final Slots slots;
  private final Clock clock;
  private volatile BooleanSupplier blind = () -> true;
  private volatile @Nullable Runnable wake;

  /** Is told when a threshold of a quota was passed. */
  @FunctionalInterface
  public interface CrossingListener {
    /**
     * Once per quota and threshold over all replicas, of a rolling window once per length. On the
     * keeper's thread: must not block.
     *
     * @param threshold per cent
     * @param spent over all replicas
     */
    void crossed(QuotaKey key, int threshold, long spent, long cap);
  }

  @Autowired
  Quotas(@Value("${serai.journal.folder:.serai/journal}") Path folder) {
    this(new Slots(folder, MOST), Clock.systemUTC());
  }

  Quotas(Slots slots, Clock clock) {
    this.slots = slots;
    this.clock = clock;
  }

  /**
   * The quota of the key, found or made; one that is made holds nothing yet, so the first call has
   * to {@link #ask}. The caller keeps it for as long as its window lasts, and then closes it. One
   * that is there keeps its terms until {@link #change}.
   *
   * @throws IllegalStateException when there are too many
   */
  public Quota open(QuotaKey key, QuotaTerms terms) {
    Quota known = quotas.get(key);
    if (known != null && !known.closed) return known;
    return quotas.compute(
        key,
        (_, there) -> {
          if (there == null) return new Quota(key, terms, slots.take());
          there.closed = false;
          return there;
        });
  }

  /**
   * The limit was changed: a lowered cap takes back what is not used, a raised one may be asked.
   */
  public void change(Quota quota, QuotaTerms terms) {
    QuotaTerms before = quota.terms();
    quota.terms(terms);
    quota.room = Quota.UNKNOWN;
    if (terms.cap() < before.cap() || terms.since() < before.since() || !terms.enforced())
      quota.shrinking = true;
    urgent(quota);
  }

  /**
   * Nobody takes from it any more: what is left goes back at once, the rest as calls end, and then
   * it is forgotten.
   */
  public void close(Quota quota) {
    quota.closed = true;
    urgent(quota);
  }

  /** Why {@code amount} cannot be taken, from memory. */
  public Quota.Shortage shortage(Quota quota, long amount) {
    long room = quota.room;
    if (room != Quota.UNKNOWN && amount - quota.available() > room) {
      askAgain(quota, amount);
      return Quota.Shortage.FULL;
    }
    return blind() ? Quota.Shortage.BLIND : Quota.Shortage.ASK;
  }

  /** What was full may be so no more. */
  private void askAgain(Quota quota, long amount) {
    long now = now();
    if (now - quota.askedAt < ASK_AGAIN_MILLIS || blind()) return;
    quota.askedAt = now;
    quota.ask(amount);
    urgent(quota);
  }

  /**
   * Asks for at least {@code amount}; what several calls ask at once goes in one exchange.
   *
   * @return completes on any thread, never exceptionally, within two seconds, when the answer is
   *     in: take again, and when that fails {@link #shortage} says why
   */
  public CompletionStage<Void> ask(Quota quota, long amount) {
    if (blind() || !quota.terms().enforced()) return CompletableFuture.completedFuture(null);
    quota.askedAt = now();
    CompletableFuture<Void> answer = quota.ask(amount);
    urgent(quota);
    return answer.copy().completeOnTimeout(null, LONGEST_WAIT_MILLIS, TimeUnit.MILLISECONDS);
  }

  /** From memory. */
  public Standing standing(Quota quota) {
    QuotaTerms terms = quota.terms();
    return new Standing(
        terms.cap(),
        quota.spentElsewhere + quota.slot().settled(),
        quota.heldElsewhere + quota.slot().reserved(),
        freesAt(quota, terms));
  }

  /** When the slice that holds the oldest use is left behind; of calendar windows their end. */
  private static long freesAt(Quota quota, QuotaTerms terms) {
    if (terms.end() == Long.MAX_VALUE) return Long.MAX_VALUE;
    long oldest = Math.min(quota.oldest, quota.key().start());
    return oldest + (terms.end() - terms.since());
  }

  public void onCrossing(CrossingListener listener) {
    listeners.add(listener);
  }

  /** Whether the database cannot be asked: what is handed out is all there is. */
  public boolean blind() {
    return blind.getAsBoolean();
  }

  /** How many are in use. */
  public int size() {
    return quotas.size();
  }

  void keptBy(BooleanSupplier blindness, Runnable waking) {
    blind = blindness;
    wake = waking;
  }

  Slots slots() {
    return slots;
  }

  long now() {
    return clock.millis();
  }

  Collection<Quota> all() {
    return quotas.values();
  }

  /** The next one that cannot wait for the keeper's round. */
  @Nullable Quota nextUrgent() {
    Quota next = urgent.poll();
    if (next != null) next.looked();
    return next;
  }

  void urgent(Quota quota) {
    if (!quota.becomesUrgent()) return;
    urgent.add(quota);
    Runnable waking = wake;
    if (waking != null) waking.run();
  }

  /** Unless somebody has opened it again. */
  boolean forget(Quota quota) {
    return quotas.computeIfPresent(quota.key(), (_, there) -> there.closed ? null : there) == null;
  }

  void crossed(QuotaKey key, int threshold, long spent, long cap) {
    for (CrossingListener listener : listeners) listener.crossed(key, threshold, spent, cap);
  }
}
