package dev.serai.usage;

import java.io.IOException;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

/**
 * Rows that go to the database in one statement, however many they are. Where the statement has to
 * tell rows that were there from new ones, each column is an array, and {@code unnest} makes rows
 * of them again; where all are new, they are copied.
 *
 * @param <R> what a row is made of
 */
final class Columns<R> {
  /** The type of a column, and how its values travel. */
  private enum Kind {
    TEXT("text", "%s"),
    NUMBER("bigint", "%s"),
    SMALL("bigint", "%s"),
    FLAG("boolean", "%s"),
    JSON("text", "%s::jsonb"),
    /** Not as text: that would take both sides several times as long. */
    TIME("bigint", "timestamptz 'epoch' + %s * interval '1 microsecond'"),
    DAY("bigint", "date 'epoch' + %s::integer");

    /** As the array has it. */
    final String type;

    /** The column's value of it, {@code %s} is the array's. */
    final String sql;

    Kind(String type, String sql) {
      this.type = type;
      this.sql = sql;
    }

    @Nullable Object[] array(int length) {
      return switch (this) {
        case TEXT, JSON -> new String[length];
        case FLAG -> new Boolean[length];
        case NUMBER, SMALL, TIME, DAY -> new Long[length];
      };
    }

    void write(BinaryRows rows, @Nullable Object value) {
      if (value == null) rows.none();
      else
        switch (this) {
          case TEXT -> rows.text((String) value);
          case JSON -> rows.jsonb((String) value);
          case FLAG -> rows.flag((Boolean) value);
          case NUMBER -> rows.bigint((Long) value);
          case SMALL -> rows.smallint((Long) value);
          case TIME -> rows.timestamp((Long) value);
          case DAY -> rows.date((Long) value);
        }
    }
  }

  /** A usual one. */
  private static final int ROW_BYTES = 900;

  private record Column<R>(String name, Kind kind, Function<R, @Nullable Object> value) {}

  private final List<Column<R>> columns = new ArrayList<>();

  Columns<R> text(String name, Function<R, @Nullable String> value) {
    return add(name, Kind.TEXT, value::apply);
  }

  Columns<R> number(String name, Function<R, Long> value) {
    return add(name, Kind.NUMBER, value::apply);
  }

  /** Of a {@code smallint}. */
  Columns<R> small(String name, Function<R, Long> value) {
    return add(name, Kind.SMALL, value::apply);
  }

  Columns<R> flag(String name, Function<R, Boolean> value) {
    return add(name, Kind.FLAG, value::apply);
  }

  Columns<R> json(String name, Function<R, @Nullable String> value) {
    return add(name, Kind.JSON, value::apply);
  }

  /** Of epoch microseconds, 0 = null. */
  Columns<R> time(String name, Function<R, Long> micros) {
    return add(
        name,
        Kind.TIME,
        row -> {
          Long at = micros.apply(row);
          return at == 0 ? null : at;
        });
  }

  Columns<R> day(String name, Function<R, LocalDate> value) {
    return add(name, Kind.DAY, row -> value.apply(row).toEpochDay());
  }

  private Columns<R> add(String name, Kind kind, Function<R, @Nullable Object> value) {
    columns.add(new Column<>(name, kind, value));
    return this;
  }

  /** {@code a, b, c} */
  String names() {
    return columns.stream().map(Column::name).collect(Collectors.joining(", "));
  }

  /** {@code select u.a, u.b::jsonb from unnest(?::text[], …) as u(a, b)} */
  String select() {
    return columns.stream()
        .map(c -> c.kind.sql.formatted("u." + c.name))
        .collect(
            Collectors.joining(
                ", ",
                "select ",
                columns.stream()
                    .map(c -> "?::" + c.kind.type + "[]")
                    .collect(
                        Collectors.joining(", ", " from unnest(", ") as u(" + names() + ")"))));
  }

  /** The parameters of {@link #select}, which come first in the statement. */
  void bind(PreparedStatement statement, Collection<R> rows) throws SQLException {
    Connection connection = statement.getConnection();
    int parameter = 0;
    for (Column<R> column : columns) {
      Object[] values = column.kind.array(rows.size());
      int row = 0;
      for (R r : rows) values[row++] = column.value.apply(r);
      Array array = connection.createArrayOf(column.kind.type, values);
      statement.setArray(++parameter, array);
    }
  }

  /**
   * Writes them to the table itself, all or none: what is there already is an error. That costs
   * both sides a fraction of {@link #select}. The deadline is that of the transaction.
   *
   * @param statement a binary {@code COPY} of {@link #names}
   */
  void copy(Connection connection, String statement, Collection<R> rows) throws SQLException {
    BinaryRows binary = new BinaryRows(rows.size() * ROW_BYTES);
    for (R row : rows) {
      binary.row(columns.size());
      for (Column<R> column : columns) column.kind.write(binary, column.value.apply(row));
    }
    try {
      connection.unwrap(PGConnection.class).getCopyAPI().copyIn(statement, binary.end());
    } catch (IOException e) {
      throw new SQLException(e);
    }
  }
}
