package dev.serai.leases;

import java.util.List;

/**
 * One word of this replica about one quota; see {@code lease_exchange} in the database. Figures are
 * without what earlier slots of the same lease settled.
 *
 * @param incarnation which slot of the lease it is about
 * @param need for calls that wait, or because more was used than was granted
 * @param want would be handy; at least {@code need}
 * @param answered the latest recall after which what was not used was given back
 * @param waitsFor the recall of its own whose answers it waits for, 0 = it asks anew, {@link
 *     #NOBODY_WAITS}
 */
record Exchange(
    Quota quota,
    QuotaTerms terms,
    long incarnation,
    long granted,
    long settled,
    long need,
    long want,
    long answered,
    long waitsFor) {
  static final long NOBODY_WAITS = -1;

  /**
   * What the database says.
   *
   * @param carried settled by earlier slots of the lease
   * @param given more than what was granted
   * @param free what is left of the cap
   * @param missing of what was needed
   * @param oldest epoch milliseconds at which the oldest quota of others that was used begins
   * @param shared names all that share the cap
   * @param recall one that this replica has not answered, else 0
   * @param waitsFor the recall to wait for
   * @param pending whether somebody may still give something back
   * @param crossed thresholds that were passed with this exchange
   */
  record Answer(
      long lease,
      long carried,
      long given,
      long free,
      long missing,
      long spentElsewhere,
      long heldElsewhere,
      long oldest,
      long shared,
      long recall,
      long waitsFor,
      boolean pending,
      List<Integer> crossed) {}
}
