package dev.serai.audit;

import dev.serai.usage.Storing;
import dev.serai.usage.UsageRecord;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Adds refused calls up in {@code audit_refusals}, with the records that are stored of them; {@link
 * RefusalRows} makes rows of the audit log of it.
 */
public final class RefusalCounts implements Storing {
  public static final RefusalCounts INSTANCE = new RefusalCounts();

  private static final int TIMEOUT_SECONDS = 30;

  /** Who was refused, when and why. */
  private record Group(
      Instant minute,
      String organization,
      String principal,
      String key,
      String session,
      String reason) {
    /** One order for all who write, so that they never wait for each other in a circle. */
    private static final Comparator<Group> ORDER =
        Comparator.comparing(Group::minute)
            .thenComparing(Group::organization)
            .thenComparing(Group::principal)
            .thenComparing(Group::key)
            .thenComparing(Group::session)
            .thenComparing(Group::reason);

    static Group of(UsageRecord r) {
      return new Group(
          at(r.endedAt()).truncatedTo(ChronoUnit.MINUTES),
          r.organization(),
          r.principal(),
          r.key(),
          r.session(),
          r.reason());
    }
  }

  /**
   * @param first epoch microseconds, like {@code last}
   */
  private record Sum(long count, long first, long last, String requestId) {
    Sum and(Sum other) {
      return new Sum(
          count + other.count, Math.min(first, other.first), Math.max(last, other.last), requestId);
    }
  }

  private RefusalCounts() {}

  @Override
  public void with(Connection connection, List<UsageRecord> stored) throws SQLException {
    Map<Group, Sum> sums = new TreeMap<>(Group.ORDER);
    for (UsageRecord r : stored)
      if (r.outcome().equals("refused"))
        sums.merge(Group.of(r), new Sum(1, r.endedAt(), r.endedAt(), r.requestId()), Sum::and);
    if (!sums.isEmpty()) add(connection, sums);
  }

  private static void add(Connection connection, Map<Group, Sum> sums) throws SQLException {
    try (PreparedStatement add =
        connection.prepareStatement(
            """
            insert into audit_refusals as a (minute, organization_id, principal_id, key_id, session_id,
              reason, count, first_at, last_at, request_id)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            on conflict (minute, organization_id, principal_id, key_id, session_id, reason)
            do update set count = a.count + excluded.count,
              first_at = least(a.first_at, excluded.first_at),
              last_at = greatest(a.last_at, excluded.last_at)
            """)) {
      add.setQueryTimeout(TIMEOUT_SECONDS);
      for (Map.Entry<Group, Sum> one : sums.entrySet()) {
        Group group = one.getKey();
        Sum sum = one.getValue();
        add.setObject(1, time(group.minute()));
        add.setString(2, group.organization());
        add.setString(3, group.principal());
        add.setString(4, group.key());
        add.setString(5, group.session());
        add.setString(6, group.reason());
        add.setLong(7, sum.count());
        add.setObject(8, time(at(sum.first())));
        add.setObject(9, time(at(sum.last())));
        add.setString(10, sum.requestId());
        add.addBatch();
      }
      add.executeBatch();
    }
  }

  private static Instant at(long micros) {
    return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
  }

  private static OffsetDateTime time(Instant at) {
    return at.atOffset(ZoneOffset.UTC);
  }
}
