package dev.serai.cli;

import com.grack.nanojson.JsonObject;
import com.grack.nanojson.JsonWriter;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One record as rows of field and value. */
final class Fields {
  private Fields() {}

  static void print(Terminal terminal, JsonObject one) {
    Table table = new Table().text("FIELD", "VALUE");
    rows(table, terminal, "", one);
    table.print(terminal);
  }

  /** What says nothing is not shown to people; a pipe gets every field. */
  private static void rows(Table table, Terminal terminal, String before, JsonObject one) {
    one.forEach(
        (field, value) -> {
          String cell = cell(value);
          if (value instanceof JsonObject nested && !nested.isEmpty())
            rows(table, terminal, before + field + ".", nested);
          else if (!cell.isEmpty() || !terminal.showsTables())
            table.row(List.of(before + field, time(terminal, cell)));
        });
  }

  private static String cell(@Nullable Object value) {
    return switch (value) {
      case null -> "";
      case JsonObject none when none.isEmpty() -> "";
      case JsonObject named when named.has("name") -> Keys.text(named, "name");
      case JsonObject nested -> JsonWriter.string(nested);
      case List<?> list -> list.stream().map(Fields::cell).collect(Collectors.joining(", "));
      default -> value.toString();
    };
  }

  private static String time(Terminal terminal, String cell) {
    boolean time = terminal.showsTables() && cell.matches("\\d{4}-\\d\\d-\\d\\dT[0-9:.]+Z");
    return time ? cell + " (" + terminal.time(cell, Instant.now()) + ")" : cell;
  }
}
