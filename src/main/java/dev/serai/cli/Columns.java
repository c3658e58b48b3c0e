package dev.serai.cli;

import com.grack.nanojson.JsonObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** What a list shows of each of its records: titles, and where the cells come from. */
final class Columns {
  private record Column(String title, boolean number, Function<JsonObject, String> cell) {}

  private final Terminal terminal;
  private final Instant now = Instant.now();
  private final List<Column> columns = new ArrayList<>();
  private String[] spare = {};

  Columns(Terminal terminal) {
    this.terminal = terminal;
  }

  Columns cell(String title, Function<JsonObject, String> cell) {
    columns.add(new Column(title, false, cell));
    return this;
  }

  Columns number(String title, Function<JsonObject, String> cell) {
    columns.add(new Column(title, true, cell));
    return this;
  }

  Columns text(String title, String field) {
    return cell(title, each -> Keys.text(each, field));
  }

  /** A list of texts. */
  Columns texts(String title, String field) {
    return cell(title, each -> Pages.texts(each, field));
  }

  Columns time(String title, String field) {
    return cell(title, each -> terminal.time(Keys.text(each, field), now));
  }

  /** As {@link Table#spare}. */
  Columns spare(String... titles) {
    spare = titles;
    return this;
  }

  Instant now() {
    return now;
  }

  void print(List<JsonObject> records) {
    Table table = new Table();
    for (Column column : columns) {
      if (column.number()) table.numbers(column.title());
      else table.text(column.title());
    }
    table.spare(spare);
    for (JsonObject each : records)
      table.row(columns.stream().map(column -> column.cell().apply(each)).toList());
    table.print(terminal);
  }
}
