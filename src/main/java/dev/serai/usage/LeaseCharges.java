package dev.serai.usage;

import dev.serai.call.Charge;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Books what records took from leases, in the transaction that stores them. A charge of a lease
 * that is gone (its limit was deleted) is counted and not booked. For one thread.
 */
final class LeaseCharges {
  private static final Columns<Map.Entry<Long, Long>> COLUMNS =
      new Columns<Map.Entry<Long, Long>>()
          .number("lease_id", Map.Entry::getKey)
          .number("spent", Map.Entry::getValue);

  /** In the order of ids, so that two who book never wait for each other. */
  private static final String BOOK =
      """
      with given as (%s), known as (
        select l.id from leases l where l.id in (select lease_id from given) order by l.id
        for key share)
      insert into lease_charges (lease_id, spent)
      select g.lease_id, g.spent from given g join known k on k.id = g.lease_id order by g.lease_id
      on conflict (lease_id) do update set spent = lease_charges.spent + excluded.spent
      returning lease_id
      """
          .formatted(COLUMNS.select());

  private static final Logger log = LoggerFactory.getLogger(LeaseCharges.class);

  private volatile long unknown;
  private boolean said;

  /** Charges of leases that were not there, since the start. */
  long unknown() {
    return unknown;
  }

  /** Charges per lease that found none, to be told to {@link #stored} after the commit. */
  Map<Long, Integer> book(Connection connection, Collection<UsageRecord> records)
      throws SQLException {
    Map<Long, Long> sums = new TreeMap<>();
    Map<Long, Integer> counts = new HashMap<>();
    for (UsageRecord usage : records)
      for (Charge charge : usage.charges()) {
        sums.merge(charge.lease(), charge.amount(), Long::sum);
        counts.merge(charge.lease(), 1, Integer::sum);
      }
    if (sums.isEmpty()) return Map.of();
    try (PreparedStatement book = connection.prepareStatement(BOOK)) {
      book.setQueryTimeout(UsageTable.TIMEOUT_SECONDS);
      COLUMNS.bind(book, sums.entrySet());
      try (ResultSet booked = book.executeQuery()) {
        while (booked.next()) counts.remove(booked.getLong(1));
      }
    }
    return counts;
  }

  void stored(Map<Long, Integer> withoutLease) {
    if (withoutLease.isEmpty()) return;
    for (int count : withoutLease.values()) unknown += count;
    if (!said)
      log.atWarn()
          .addKeyValue("leases", withoutLease.keySet())
          .log("charges of leases that are gone, only counted from now on");
    said = true;
  }
}
