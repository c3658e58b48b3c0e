package dev.serai.usage;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Drops what is older than it is to be kept: at the start and each day, on one replica at a time,
 * whole partitions only. A partition is detached while others read and write the rest, then
 * dropped; what was begun and not finished is finished by the next run.
 */
final class UsageRetention implements SmartLifecycle {
  private static final Duration EACH = Duration.ofDays(1);
  private static final Duration AFTER_FAILURE = Duration.ofMinutes(10);

  /** Detaching waits for queries that read the partition. */
  private static final int TIMEOUT_SECONDS = 50;

  /** Tells a partition that we detached from one that somebody keeps. */
  private static final String MARK = "serai drops this";

  private static final String LOCK = "hashtextextended('usage_retention', 0)";

  /** Ours by name; those that are not attached only when we detached them. */
  private static final String FIND =
      """
      select c.relname, i.inhparent is not null as attached,
        coalesce(i.inhdetachpending, false) as pending
      from pg_class c left join pg_inherits i on i.inhrelid = c.oid
      where c.relkind = 'r' and c.relname ~ ('^' || ? || '_[0-9]+$')
        and c.relnamespace = (select relnamespace from pg_class where oid = cast(? as regclass))
        and (i.inhparent = cast(? as regclass)
          or i.inhparent is null and obj_description(c.oid, 'pg_class') = '%s')
      order by c.relname
      """
          .formatted(MARK);

  private static final Logger log = LoggerFactory.getLogger(UsageRetention.class);

  /** A partitioned table, by what follows its name in those of its partitions. */
  private enum Kept {
    RECORDS("usage_records", 8),
    HOURS("usage_hours", 6),
    DAYS("usage_days", 4);

    final String table;
    final int digits;

    Kept(String table, int digits) {
      this.table = table;
      this.digits = digits;
    }

    /** When the last of what lies in the partition is over; null when it is none of ours. */
    @Nullable Instant end(String partition) {
      String date = partition.substring(table.length() + 1);
      if (date.length() != digits) return null;
      try {
        LocalDate first =
            LocalDate.parse(date + "0101".substring(digits - 4), DateTimeFormatter.BASIC_ISO_DATE);
        LocalDate next =
            switch (this) {
              case RECORDS -> first.plusDays(1);
              case HOURS -> first.plusMonths(1);
              case DAYS -> first.plusYears(1);
            };
        return next.atStartOfDay(ZoneOffset.UTC).toInstant();
      } catch (DateTimeParseException e) {
        return null;
      }
    }
  }

  private record Partition(String name, boolean attached, boolean pending) {}

  private final DataSource dataSource;
  private final UsageSettings settings;
  private final Clock clock;
  private volatile CountDownLatch stop = new CountDownLatch(0);

  UsageRetention(DataSource dataSource, UsageSettings settings, Clock clock) {
    this.dataSource = dataSource;
    this.settings = settings;
    this.clock = clock;
  }

  @Override
  public synchronized void start() {
    if (isRunning()) return;
    CountDownLatch until = new CountDownLatch(1);
    stop = until;
    Thread.ofVirtual().name("usage-retention").start(() -> run(until));
  }

  @Override
  public void stop() {
    stop.countDown();
  }

  @Override
  public boolean isRunning() {
    return stop.getCount() > 0;
  }

  private void run(CountDownLatch until) {
    try {
      Duration pause;
      do {
        pause = EACH;
        try {
          dropOld();
        } catch (SQLException | RuntimeException e) {
          pause = AFTER_FAILURE;
          log.atWarn().addKeyValue("cause", e.toString()).log("old usage is not dropped yet");
        }
      } while (!until.await(pause.toSeconds(), TimeUnit.SECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Does nothing while another replica does it. */
  void dropOld() throws SQLException {
    try (Connection connection = dataSource.getConnection();
        Statement sql = connection.createStatement()) {
      sql.setQueryTimeout(TIMEOUT_SECONDS);
      if (!locked(sql)) return;
      try {
        drop(connection, sql, Kept.RECORDS, settings.keepRecords());
        drop(connection, sql, Kept.HOURS, settings.keepHours());
        drop(connection, sql, Kept.DAYS, settings.keepDays());
      } finally {
        sql.execute("select pg_advisory_unlock(" + LOCK + ")");
      }
    }
  }

  private static boolean locked(Statement sql) throws SQLException {
    try (ResultSet answer = sql.executeQuery("select pg_try_advisory_lock(" + LOCK + ")")) {
      return answer.next() && answer.getBoolean(1);
    }
  }

  private void drop(Connection connection, Statement sql, Kept kept, Duration keep)
      throws SQLException {
    if (keep.isZero()) return;
    Instant oldest = clock.instant().minus(keep);
    for (Partition partition : partitions(connection, kept)) {
      Instant end = kept.end(partition.name);
      if (end != null && !end.isAfter(oldest)) drop(sql, kept, partition);
    }
  }

  private static List<Partition> partitions(Connection connection, Kept kept) throws SQLException {
    List<Partition> found = new ArrayList<>();
    try (PreparedStatement find = connection.prepareStatement(FIND)) {
      for (int i = 1; i <= 3; i++) find.setString(i, kept.table);
      try (ResultSet r = find.executeQuery()) {
        while (r.next()) found.add(new Partition(r.getString(1), r.getBoolean(2), r.getBoolean(3)));
      }
    }
    return found;
  }

  /** Each its own transaction: detaching in this way wants none around it. */
  private static void drop(Statement sql, Kept kept, Partition partition) throws SQLException {
    String detach = "alter table " + kept.table + " detach partition " + partition.name;
    if (partition.pending) {
      sql.execute(detach + " finalize");
    } else if (partition.attached) {
      sql.execute("comment on table " + partition.name + " is '" + MARK + "'");
      sql.execute(detach + " concurrently");
    }
    sql.execute("drop table " + partition.name);
    log.atInfo().addKeyValue("partition", partition.name).log("old usage dropped");
  }
}
