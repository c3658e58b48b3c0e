package dev.serai.leases;

import java.util.List;

/**
 * What holds for a quota now; may change while it lives.
 *
 * @param cap in the measure's unit
 * @param since epoch milliseconds: the limit's quotas of the same member that start then or later
 *     share the cap. For a calendar window its own start; for a rolling one further back
 * @param end epoch milliseconds at which nobody begins to take from it any more, of a rolling
 *     window the end of its slice; {@link Long#MAX_VALUE} = never
 * @param enforced false: it only counts, and nothing is handed out
 * @param thresholds per cent of the cap at which {@link Quotas.CrossingListener}s are told
 */
public record QuotaTerms(
    long cap, long since, long end, boolean enforced, List<Integer> thresholds) {
  public QuotaTerms {
    thresholds = List.copyOf(thresholds);
  }
}
