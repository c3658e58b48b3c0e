package dev.serai.audit;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Objects;

/** A row as it lies in the table, with the hash that lies beside it. */
record StoredRow(AuditRow row, byte[] hash) {
  static final String COLUMNS =
      """
      number, at, actor_kind, actor_id, actor_name, surface, address, action, resource, resource_id,
      outcome, before, after, details, hash
      """;

  /** Of a result with {@link #COLUMNS}. */
  static StoredRow read(ResultSet columns, int number) throws SQLException {
    Instant at = Objects.requireNonNull(columns.getObject("at", OffsetDateTime.class)).toInstant();
    return new StoredRow(
        new AuditRow(
            columns.getLong("number"),
            at,
            columns.getString("actor_kind"),
            columns.getString("actor_id"),
            columns.getString("actor_name"),
            columns.getString("surface"),
            columns.getString("address"),
            columns.getString("action"),
            columns.getString("resource"),
            columns.getString("resource_id"),
            columns.getString("outcome"),
            columns.getString("before"),
            columns.getString("after"),
            columns.getString("details")),
        columns.getBytes("hash"));
  }

  long number() {
    return row.number();
  }
}
