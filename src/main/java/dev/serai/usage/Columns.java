package dev.serai.usage;

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

/**
 * Rows that go to the database in one statement, however many they are: each column is an array,
 * {@code unnest} makes rows of them again. So a statement may tell which of the rows were new.
 *
 * @param <R> what a row is made of
 */
final class Columns<R> {
  /**
   * @param type as the array has it
   * @param sql the column's value of it, {@code %s} is the array's
   */
  private record Column<R>(
      String name, String type, String sql, Function<R, @Nullable Object> value) {}

  private final List<Column<R>> columns = new ArrayList<>();

  Columns<R> text(String name, Function<R, @Nullable String> value) {
    return add(name, "text", "%s", value::apply);
  }

  Columns<R> number(String name, Function<R, Long> value) {
    return add(name, "bigint", "%s", value::apply);
  }

  Columns<R> flag(String name, Function<R, Boolean> value) {
    return add(name, "boolean", "%s", value::apply);
  }

  Columns<R> json(String name, Function<R, @Nullable String> value) {
    return add(name, "text", "%s::jsonb", value::apply);
  }

  /**
   * Of epoch microseconds, 0 = null. Not as text: that would take both sides several times as long.
   */
  Columns<R> time(String name, Function<R, Long> micros) {
    return add(
        name,
        "bigint",
        "timestamptz 'epoch' + %s * interval '1 microsecond'",
        row -> {
          Long at = micros.apply(row);
          return at == 0 ? null : at;
        });
  }

  Columns<R> day(String name, Function<R, LocalDate> value) {
    return add(name, "bigint", "date 'epoch' + %s::integer", row -> value.apply(row).toEpochDay());
  }

  private Columns<R> add(
      String name, String type, String sql, Function<R, @Nullable Object> value) {
    columns.add(new Column<>(name, type, sql, value));
    return this;
  }

  /** {@code a, b, c} */
  String names() {
    return columns.stream().map(Column::name).collect(Collectors.joining(", "));
  }

  /** {@code select u.a, u.b::jsonb from unnest(?::text[], …) as u(a, b)} */
  String select() {
    return columns.stream()
        .map(c -> c.sql.formatted("u." + c.name))
        .collect(
            Collectors.joining(
                ", ",
                "select ",
                columns.stream()
                    .map(c -> "?::" + c.type + "[]")
                    .collect(
                        Collectors.joining(", ", " from unnest(", ") as u(" + names() + ")"))));
  }

  /** The parameters of {@link #select}, which come first in the statement. */
  void bind(PreparedStatement statement, Collection<R> rows) throws SQLException {
    Connection connection = statement.getConnection();
    int parameter = 0;
    for (Column<R> column : columns) {
      Object[] values = array(column.type, rows.size());
      int row = 0;
      for (R r : rows) values[row++] = column.value.apply(r);
      Array array = connection.createArrayOf(column.type, values);
      statement.setArray(++parameter, array);
    }
  }

  private static @Nullable Object[] array(String type, int length) {
    return switch (type) {
      case "bigint" -> new Long[length];
      case "boolean" -> new Boolean[length];
      default -> new String[length];
    };
  }
}
