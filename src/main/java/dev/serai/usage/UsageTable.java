package dev.serai.usage;

import dev.serai.call.Attempt;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import javax.sql.DataSource;

/**
 * The table {@code usage_records}, as it is written, and what is written with it: the charges of
 * leases, the sums over hours and days, and what {@link Storing} adds. A record that is there
 * already is left as it is, and what belongs to it is not written again. For one thread.
 */
final class UsageTable {
  static final int TIMEOUT_SECONDS = 30;

  /** More than any backlog spans; beyond it the database is simply asked again. */
  private static final int DAYS_REMEMBERED = 400;

  private static final Columns<UsageRecord> COLUMNS =
      new Columns<UsageRecord>()
          .day("started_day", UsageRecord::day)
          .text("request_id", UsageRecord::requestId)
          .time("started_at", UsageRecord::startedAt)
          .time("first_byte_at", UsageRecord::firstByteAt)
          .time("ended_at", UsageRecord::endedAt)
          .text("organization_id", UsageRecord::organization)
          .text("team_id", UsageRecord::team)
          .text("project_id", UsageRecord::project)
          .text("principal_id", UsageRecord::principal)
          .flag("personal", UsageRecord::personal)
          .text("key_id", UsageRecord::key)
          .text("session_id", UsageRecord::session)
          .text("operation", UsageRecord::operation)
          .text("client_dialect", UsageRecord::clientDialect)
          .text("provider_dialect", UsageRecord::providerDialect)
          .text("provider", UsageRecord::provider)
          .text("credential", UsageRecord::credential)
          .text("requested_model", UsageRecord::requestedModel)
          .text("model", UsageRecord::model)
          .text("served_model", UsageRecord::servedModel)
          .small("attempts", r -> (long) r.attempts().size())
          .json("attempt_list", r -> r.attempts().isEmpty() ? null : json(r.attempts()))
          .text("outcome", UsageRecord::outcome)
          .text("reason", UsageRecord::reason)
          .small("status", r -> (long) r.status())
          .number("input_tokens", r -> r.usage().input())
          .number("input_audio_tokens", r -> r.usage().inputAudio())
          .number("cache_read_tokens", r -> r.usage().cacheRead())
          .number("cache_read_audio_tokens", r -> r.usage().cacheReadAudio())
          .number("cache_write_5m_tokens", r -> r.usage().cacheWrite5m())
          .number("cache_write_1h_tokens", r -> r.usage().cacheWrite1h())
          .number("output_tokens", r -> r.usage().output())
          .number("reasoning_tokens", r -> r.usage().reasoning())
          .number("output_audio_tokens", r -> r.usage().outputAudio())
          .number("web_searches", r -> r.usage().webSearches())
          .flag("estimated", r -> r.usage().estimated())
          .number("cost_nanos", UsageRecord::costNanos)
          .text("price_version", UsageRecord::priceVersion)
          .text("client_tool", UsageRecord::clientTool)
          .text("end_user", UsageRecord::endUser)
          .text("trace_id", UsageRecord::traceId);

  private static final String TABLE = "usage_records";

  private static final String INSERT_NEW =
      "insert into %s (%s) %s on conflict do nothing returning started_day, request_id"
          .formatted(TABLE, COLUMNS.names(), COLUMNS.select());

  private static final String COPY =
      "copy %s (%s) from stdin (format binary)".formatted(TABLE, COLUMNS.names());

  /** {@code COPY} has no deadline of its own. */
  private static final String DEADLINE =
      "set local statement_timeout = '%ds'".formatted(TIMEOUT_SECONDS);

  private static final String UNIQUE_VIOLATION = "23505";

  private static final String PARTITIONS = "select usage_partition(?), usage_rollup_partitions(?)";

  /** Gives those that it stored. */
  private interface Store {
    Optional<List<UsageRecord>> store(Connection connection, List<UsageRecord> records)
        throws SQLException;
  }

  /** What a record is known by. */
  private record Id(LocalDate day, String requestId) {}

  private final DataSource dataSource;
  private final Storing storing;
  private final LeaseCharges charges = new LeaseCharges();
  private final Set<LocalDate> partitions = new HashSet<>();

  UsageTable(DataSource dataSource, Storing storing) {
    this.dataSource = dataSource;
    this.storing = storing;
  }

  /** All of them with all that belongs to them, or nothing. */
  void insert(List<UsageRecord> records) throws SQLException {
    if (!insert(records, UsageTable::storeAll)) insert(records, UsageTable::storeNew);
  }

  /**
   * @return false when nothing was stored, since {@code store} gave nothing
   */
  private boolean insert(List<UsageRecord> records, Store store) throws SQLException {
    try (Connection connection = dataSource.getConnection()) {
      boolean autoCommit = connection.getAutoCommit();
      boolean committed = false;
      connection.setAutoCommit(false);
      try {
        Set<LocalDate> made = partition(connection, records);
        Optional<List<UsageRecord>> stored = store.store(connection, records);
        if (stored.isEmpty()) return false;
        Map<Long, Integer> withoutLease = charges.book(connection, stored.get());
        RollUps.add(connection, stored.get());
        storing.with(connection, stored.get());
        connection.commit();
        committed = true;
        partitions.addAll(made);
        charges.stored(withoutLease);
        return true;
      } finally {
        if (!committed) {
          partitions.clear(); // a day may have been dropped meanwhile
          connection.rollback();
        }
        connection.setAutoCommit(autoCommit); // would commit what was not rolled back
      }
    }
  }

  /** Charges of leases that were not there, since the start. */
  long chargesUnknown() {
    return charges.unknown();
  }

  /** What is nearly always so: all of them are new. Nothing when one was there already. */
  private static Optional<List<UsageRecord>> storeAll(
      Connection connection, List<UsageRecord> records) throws SQLException {
    try (Statement deadline = connection.createStatement()) {
      deadline.execute(DEADLINE);
      COLUMNS.copy(connection, COPY, records);
      return Optional.of(records);
    } catch (SQLException e) {
      if (UNIQUE_VIOLATION.equals(e.getSQLState())) return Optional.empty();
      throw e;
    }
  }

  /** Those that were not there yet. */
  private static Optional<List<UsageRecord>> storeNew(
      Connection connection, List<UsageRecord> records) throws SQLException {
    Set<Id> ids = new HashSet<>();
    try (PreparedStatement insert = connection.prepareStatement(INSERT_NEW)) {
      insert.setQueryTimeout(TIMEOUT_SECONDS);
      COLUMNS.bind(insert, records);
      try (ResultSet inserted = insert.executeQuery()) {
        while (inserted.next())
          ids.add(new Id(inserted.getObject(1, LocalDate.class), inserted.getString(2)));
      }
    }
    List<UsageRecord> stored = new ArrayList<>(ids.size());
    for (UsageRecord usage : records)
      if (ids.remove(new Id(usage.day(), usage.requestId()))) stored.add(usage);
    return Optional.of(stored);
  }

  private Set<LocalDate> partition(Connection connection, List<UsageRecord> records)
      throws SQLException {
    Set<LocalDate> days = new TreeSet<>(); // in one order, whoever makes them
    for (UsageRecord usage : records) days.add(usage.day());
    days.removeAll(partitions);
    if (partitions.size() > DAYS_REMEMBERED) partitions.clear();
    if (days.isEmpty()) return days;
    try (PreparedStatement make = connection.prepareStatement(PARTITIONS)) {
      make.setQueryTimeout(TIMEOUT_SECONDS);
      for (LocalDate day : days) {
        make.setObject(1, day);
        make.setObject(2, day);
        make.execute();
      }
    }
    return days;
  }

  private static String json(List<Attempt> attempts) {
    StringBuilder json = new StringBuilder("[");
    for (Attempt a : attempts) {
      if (json.length() > 1) json.append(',');
      json.append("{\"provider\":").append(quoted(a.provider()));
      json.append(",\"credential\":").append(quoted(a.credential()));
      json.append(",\"model\":").append(quoted(a.model()));
      json.append(",\"status\":").append(a.status());
      json.append(",\"failure\":").append(quoted(a.failure()));
      json.append(",\"startedAt\":").append(a.startedAt());
      json.append(",\"durationMicros\":").append(a.durationMicros());
      json.append(",\"spanId\":").append(quoted(a.spanId())).append('}');
    }
    return json.append(']').toString();
  }

  /** Control characters are gone since {@link UsageRecord#clean}. */
  private static String quoted(String text) {
    return '"' + UsageRecord.clean(text).replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }
}
