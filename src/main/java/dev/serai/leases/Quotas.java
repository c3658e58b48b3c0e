package dev.serai.leases;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * The quotas in use on this replica, and its conversation with the database about them. At most
 * {@value #MOST} at a time.
 */
public class Quotas {
  static final int MOST = 500_000;

  /**
   * The quota of the key, found or made; one that is made holds nothing yet, so the first call has
   * to {@link #ask}. Cheap when it is there; the caller keeps it for as long as its window lasts.
   *
   * @throws IllegalStateException when there are too many
   */
  public Quota open(QuotaKey key, QuotaTerms terms) {
    throw new UnsupportedOperationException();
  }

  /**
   * The limit was changed: a lowered cap takes back what is not used, a raised one may be asked.
   */
  public void change(Quota quota, QuotaTerms terms) {
    throw new UnsupportedOperationException();
  }

  /** Nobody takes from it any more: what is left goes back at once, the rest as calls end. */
  public void close(Quota quota) {
    throw new UnsupportedOperationException();
  }

  /** Why {@code amount} cannot be taken, from memory. */
  public Quota.Shortage shortage(Quota quota, long amount) {
    throw new UnsupportedOperationException();
  }

  /**
   * Asks for at least {@code amount}; what several calls ask at once goes in one exchange.
   *
   * @return completes on any thread, never exceptionally, within two seconds, when the answer is
   *     in: take again, and when that fails {@link #shortage} says why
   */
  public CompletionStage<Void> ask(Quota quota, long amount) {
    return CompletableFuture.completedFuture(null);
  }

  /** From memory. */
  public Standing standing(Quota quota) {
    throw new UnsupportedOperationException();
  }
}
