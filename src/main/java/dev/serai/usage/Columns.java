package dev.serai.usage;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
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
  /** As the array has it, and as SQL makes the column's value of it. */
  private record Column<R>(
      String name, String type, String cast, Function<R, @Nullable Object> value) {}

  private final List<Column<R>> columns = new ArrayList<>();

  Columns<R> text(String name, Function<R, @Nullable String> value) {
    return add(name, "text", "", value::apply);
  }

  Columns<R> number(String name, Function<R, Long> value) {
    return add(name, "bigint", "", value::apply);
  }

  Columns<R> flag(String name, Function<R, Boolean> value) {
    return add(name, "boolean", "", value::apply);
  }

  /** Of a type that is written as text. */
  Columns<R> as(String type, String name, Function<R, @Nullable Object> value) {
    return add(
        name,
        "text",
        "::" + type,
        row -> {
          Object given = value.apply(row);
          return given == null ? null : given.toString();
        });
  }

  private Columns<R> add(
      String name, String type, String cast, Function<R, @Nullable Object> value) {
    columns.add(new Column<>(name, type, cast, value));
    return this;
  }

  /** {@code a, b, c} */
  String names() {
    return columns.stream().map(Column::name).collect(Collectors.joining(", "));
  }

  /** {@code select u.a, u.b::date from unnest(?::text[], …) as u(a, b)} */
  String select() {
    return columns.stream()
        .map(c -> "u." + c.name + c.cast)
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
