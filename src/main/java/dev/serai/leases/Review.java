package dev.serai.leases;

import org.jspecify.annotations.Nullable;

/**
 * Decides what is said to the database about a quota, and when: what calls wait for at once, what a
 * busy quota will need before it needs it, what is not needed as soon as that is clear. For the
 * keeper's thread alone.
 */
final class Review {
  /** Not used for so long: all that is not reserved goes back. */
  static final long IDLE_MILLIS = 10_000;

  private static final long REPORT_MILLIS = 1_000;

  /** So many are told about in a second, when there is nothing but figures to tell. */
  private static final int REPORTS_PER_SECOND = 500;

  /** So long after others missed something nothing is held in store. */
  private static final long SCARCE_MILLIS = 2_000;

  /** So long calls that waited have to take what was given for them. */
  private static final long TAKING_MILLIS = 20;

  /** Who asks gets so many times what it asked, where there is plenty. */
  private static final int HEAD_START = 4;

  /** So many seconds of use are held in store, so that a database may be away meanwhile. */
  private static final int STORE_SECONDS = 150;

  /** But hardly more than this part of a cap: nobody misses it while there is more. */
  private static final int STORE_PART = 50;

  private long incarnations;
  private long reportEvery = REPORT_MILLIS;
  private boolean stopping;

  /** From now on everything goes back. */
  void stopping() {
    stopping = true;
  }

  /** How many quotas were in use lately: the more, the rarer each is told about. */
  void busy(int quotas) {
    reportEvery = Math.max(REPORT_MILLIS, quotas * 1_000L / REPORTS_PER_SECOND);
  }

  /**
   * Takes back from calls what has to go back.
   *
   * @return null when there is nothing to say
   */
  @Nullable Exchange of(Quota quota, long now) {
    Dealings with = quota.dealings;
    QuotaTerms terms = quota.terms();
    if (now < with.quietUntil) {
      Quota.Ask vain = quota.takeAsk();
      if (vain != null) vain.answered();
      return null;
    }
    boolean asked = asked(quota, terms, now);
    boolean recalled = recalled(quota, now);
    long recall = recalled ? with.recall : with.answered;
    boolean over = over(quota, terms, now);
    boolean idle = with.waiting == null && now - with.usedAt >= IDLE_MILLIS;
    shrink(quota, over || idle || recalled, now);

    Slot slot = quota.slot();
    long available = slot.available();
    long need = terms.enforced() ? Math.max(0, -available) : 0;
    if (with.waiting != null) need = Math.max(0, with.waiting.need() - available);
    boolean refill = !over && !idle && !scarce(with, now) && runsLow(quota, terms, available);
    long granted = slot.granted() - with.carried;
    long settled = slot.settled() - with.carried;
    boolean news = settled != with.knownSettled && now - with.exchangedAt >= reportEvery;
    boolean last = settled != with.knownSettled && (over || idle);
    if (!asked && !recalled && !refill && !news && !last && granted == with.knownGranted)
      return null;

    if (with.incarnation == 0) with.incarnation = ++incarnations;
    boolean store = refill || (asked || news && !over && !idle) && !scarce(with, now);
    long want = store ? want(with, terms, available, need) : need;
    long waitsFor = with.waiting == null ? Exchange.NOBODY_WAITS : with.waitsFor;
    return new Exchange(
        quota, terms, with.incarnation, granted, settled, need, want, recall, waitsFor);
  }

  /** Whether others miss what this one may not need; looked at a little later while it does. */
  private static boolean recalled(Quota quota, long now) {
    Dealings with = quota.dealings;
    return with.recall > with.answered && now - with.givenAt >= TAKING_MILLIS;
  }

  private boolean asked(Quota quota, QuotaTerms terms, long now) {
    Dealings with = quota.dealings;
    Quota.Ask fresh = quota.takeAsk();
    if (fresh != null) with.usedAt = now;
    if (fresh != null && (stopping || !terms.enforced())) fresh.answered();
    else if (fresh != null && with.waiting == null) {
      with.waiting = fresh;
      with.againAt = now;
    } else if (fresh != null && with.waiting != null) with.waiting.join(fresh);
    return with.waiting != null && now >= with.againAt;
  }

  private boolean over(Quota quota, QuotaTerms terms, long now) {
    return stopping || quota.closed || !terms.enforced() || now >= terms.end();
  }

  private static void shrink(Quota quota, boolean all, long now) {
    boolean lowered = quota.shrinking;
    quota.shrinking = false;
    Dealings with = quota.dealings;
    boolean taking = with.waiting != null || now - with.givenAt < TAKING_MILLIS;
    if (all || lowered) quota.slot().shrink(0);
    else if (scarce(with, now) && !taking) quota.slot().shrink(with.rate);
  }

  private static boolean scarce(Dealings with, long now) {
    return now - with.scarceAt < SCARCE_MILLIS;
  }

  private static boolean runsLow(Quota quota, QuotaTerms terms, long available) {
    long rate = quota.dealings.rate;
    return terms.enforced() && rate > 0 && available <= rate / 2 && quota.room == Quota.UNKNOWN;
  }

  private static long want(Dealings with, QuotaTerms terms, long available, long need) {
    long most = terms.cap() / HEAD_START;
    long ahead = store(Math.min(with.rate, most), terms.cap()) - Math.max(0, available);
    if (with.waiting != null)
      ahead = Math.max(ahead, HEAD_START * Math.min(with.waiting.need(), most));
    return need + Math.max(0, ahead);
  }

  /**
   * @param rate used in a second
   */
  private static long store(long rate, long cap) {
    long plenty = cap / STORE_PART;
    long minutes = rate < plenty / STORE_SECONDS ? rate * STORE_SECONDS : plenty;
    return Math.max(2 * rate, rate == 0 ? 0 : minutes);
  }

  /** Whether nobody can ever want to know anything more of it from this process. */
  boolean done(Quota quota) {
    Dealings with = quota.dealings;
    Slot slot = quota.slot();
    return (quota.closed || stopping)
        && slot.reserved() == 0
        && slot.granted() - with.carried == with.knownGranted
        && slot.settled() - with.carried == with.knownSettled
        && with.waiting == null;
  }
}
