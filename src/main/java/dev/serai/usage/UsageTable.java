package dev.serai.usage;

import dev.serai.call.Attempt;
import dev.serai.call.Usage;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import javax.sql.DataSource;

/**
 * The table {@code usage_records}, as it is written. A record that is there already is left as it
 * is. For one thread.
 */
final class UsageTable {
  private static final int TIMEOUT_SECONDS = 30;

  /** More than any backlog spans; beyond it the database is simply asked again. */
  private static final int DAYS_REMEMBERED = 400;

  private static final List<String> COLUMNS =
      List.of(
          "started_day",
          "request_id",
          "started_at",
          "first_byte_at",
          "ended_at",
          "organization_id",
          "project_id",
          "principal_id",
          "personal",
          "key_id",
          "session_id",
          "operation",
          "client_dialect",
          "provider_dialect",
          "provider",
          "credential",
          "requested_model",
          "model",
          "served_model",
          "attempts",
          "attempt_list",
          "outcome",
          "reason",
          "status",
          "input_tokens",
          "input_audio_tokens",
          "cache_read_tokens",
          "cache_read_audio_tokens",
          "cache_write_5m_tokens",
          "cache_write_1h_tokens",
          "output_tokens",
          "reasoning_tokens",
          "output_audio_tokens",
          "web_searches",
          "estimated",
          "cost_nanos",
          "price_version",
          "client_tool",
          "end_user",
          "trace_id");

  private static final String INSERT =
      "insert into usage_records ("
          + String.join(", ", COLUMNS)
          + ") values ("
          + String.join(", ", Collections.nCopies(COLUMNS.size(), "?"))
          + ") on conflict do nothing";

  private final DataSource dataSource;
  private final Set<LocalDate> partitions = new HashSet<>();

  UsageTable(DataSource dataSource) {
    this.dataSource = dataSource;
  }

  /** All of them or none. */
  void insert(List<UsageRecord> records) throws SQLException {
    try (Connection connection = dataSource.getConnection()) {
      boolean autoCommit = connection.getAutoCommit();
      connection.setAutoCommit(false);
      try {
        Set<LocalDate> made = partition(connection, records);
        try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
          insert.setQueryTimeout(TIMEOUT_SECONDS);
          for (UsageRecord usage : records) {
            bind(insert, usage);
            insert.addBatch();
          }
          insert.executeBatch();
        }
        connection.commit();
        partitions.addAll(made);
      } catch (SQLException e) {
        partitions.clear(); // a day may have been dropped meanwhile
        connection.rollback();
        throw e;
      } finally {
        connection.setAutoCommit(autoCommit);
      }
    }
  }

  private Set<LocalDate> partition(Connection connection, List<UsageRecord> records)
      throws SQLException {
    Set<LocalDate> days = new TreeSet<>(); // in one order, whoever makes them
    for (UsageRecord usage : records) days.add(usage.day());
    days.removeAll(partitions);
    if (partitions.size() > DAYS_REMEMBERED) partitions.clear();
    if (days.isEmpty()) return days;
    try (PreparedStatement make = connection.prepareStatement("select usage_partition(?)")) {
      make.setQueryTimeout(TIMEOUT_SECONDS);
      for (LocalDate day : days) {
        make.setObject(1, day);
        make.execute();
      }
    }
    return days;
  }

  private static void bind(PreparedStatement insert, UsageRecord r) throws SQLException {
    Row row = new Row(insert);
    row.put(r.day());
    row.put(r.requestId());
    row.time(r.startedAt());
    row.time(r.firstByteAt());
    row.time(r.endedAt());
    row.put(r.organization());
    row.put(r.project());
    row.put(r.principal());
    row.put(r.personal());
    row.put(r.key());
    row.put(r.session());
    row.put(r.operation());
    row.put(r.clientDialect());
    row.put(r.providerDialect());
    row.put(r.provider());
    row.put(r.credential());
    row.put(r.requestedModel());
    row.put(r.model());
    row.put(r.servedModel());
    row.put(r.attempts().size());
    row.json(r.attempts().isEmpty() ? null : json(r.attempts()));
    row.put(r.outcome());
    row.put(r.reason());
    row.put(r.status());
    bind(row, r.usage());
    row.put(r.costNanos());
    row.put(r.priceVersion());
    row.put(r.clientTool());
    row.put(r.endUser());
    row.put(r.traceId());
  }

  private static void bind(Row row, Usage u) throws SQLException {
    row.put(u.input());
    row.put(u.inputAudio());
    row.put(u.cacheRead());
    row.put(u.cacheReadAudio());
    row.put(u.cacheWrite5m());
    row.put(u.cacheWrite1h());
    row.put(u.output());
    row.put(u.reasoning());
    row.put(u.outputAudio());
    row.put(u.webSearches());
    row.put(u.estimated());
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

  /** Counts the columns, so that their order is written once. */
  private static final class Row {
    private final PreparedStatement statement;
    private int column;

    Row(PreparedStatement statement) {
      this.statement = statement;
    }

    void put(Object value) throws SQLException {
      statement.setObject(++column, value);
    }

    /** Epoch microseconds, 0 = null. */
    void time(long micros) throws SQLException {
      if (micros == 0) statement.setNull(++column, Types.TIMESTAMP_WITH_TIMEZONE);
      else put(Instant.EPOCH.plus(micros, ChronoUnit.MICROS).atOffset(ZoneOffset.UTC));
    }

    void json(@org.jspecify.annotations.Nullable String json) throws SQLException {
      statement.setObject(++column, json, Types.OTHER);
    }
  }
}
