package dev.serai.leases;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * What was used before there was a limit, of one that is to count it. It is written down as what a
 * replica settled earlier and forgot, which every exchange takes into account.
 */
@Component
public final class UsedBefore {
  private static final String PUT =
      """
      with fresh as (
        insert into quotas (limit_id, member, starts_at) values (:limit, '', from_millis(:start))
        on conflict do nothing returning id)
      insert into leases (quota_id, replica_id, granted, settled, incarnation)
      select f.id, r.id, :amount, :amount, :earlier from fresh f cross join lateral
        (select id from replicas order by closed_at desc nulls first, seen_at desc limit 1) r
      """;

  /** Processes count theirs from 1. */
  private static final long EARLIER = -1;

  private final JdbcClient jdbc;

  UsedBefore(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * Of a window without an end, that nobody has taken from yet: inside the transaction that makes
   * its limit.
   *
   * @param start epoch milliseconds at which the window begins
   * @param amount in the measure's smallest unit
   */
  public void put(String limit, long start, long amount) {
    if (amount <= 0) return;
    jdbc.sql(PUT)
        .param("limit", limit)
        .param("start", start)
        .param("amount", amount)
        .param("earlier", EARLIER)
        .update();
  }
}
