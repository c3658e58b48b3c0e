package dev.serai.cli;

import com.grack.nanojson.JsonObject;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Sums of usage as rows: of each group, and at a terminal the total. */
final class UsageTable {
  private static final List<String> COUNTS =
      List.of(
          "requests",
          "refused",
          "failed",
          "inputTokens",
          "cacheReadTokens",
          "cacheWriteTokens",
          "outputTokens");

  private final Terminal terminal;
  private final String by;

  UsageTable(Terminal terminal, String by) {
    this.terminal = terminal;
    this.by = by;
  }

  /**
   * @param most so many groups; the total is about all of them
   */
  Table of(JsonObject answer, int most) {
    Table table =
        new Table()
            .text(by.toUpperCase(Locale.ROOT))
            .numbers("REQUESTS", "REFUSED", "FAILED")
            .numbers("INPUT", "CACHE READ", "CACHE WRITE", "OUTPUT", "COST USD")
            .spare("CACHE WRITE", "CACHE READ", "FAILED", "REFUSED", "INPUT", "OUTPUT");
    rows(answer, most).forEach(table::row);
    JsonObject total = answer.getObject("total", new JsonObject());
    if (terminal.showsTables() && !total.isEmpty()) table.row(cells(total, "total"));
    return table;
  }

  List<List<String>> rows(JsonObject answer, int most) {
    return Limits.in(answer, "rows").stream().limit(most).map(r -> cells(r, name(r))).toList();
  }

  /** Calls that were refused before their key was known belong to nobody. */
  private static String name(JsonObject row) {
    String name = Keys.text(row, "name");
    return name.isEmpty() ? "(none)" : name;
  }

  private List<String> cells(JsonObject row, String name) {
    List<String> cells = new ArrayList<>(List.of(name));
    for (String count : COUNTS) cells.add(shown(Amount.number(row, count), "%,.0f"));
    // Four digits: a single request often costs less than a cent. Not everybody is told.
    boolean told = !row.isNull("costUsd");
    cells.add(told ? shown(Amount.number(row, "costUsd"), "%,.4f") : "");
    return cells;
  }

  private String shown(BigDecimal number, String format) {
    return terminal.showsTables()
        ? String.format(Locale.ROOT, format, number)
        : number.toPlainString();
  }
}
