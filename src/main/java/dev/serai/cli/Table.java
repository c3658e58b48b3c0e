package dev.serai.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Rows of text: aligned under a header at a terminal, tab-separated and bare in a pipe. */
final class Table {
  private record Column(String title, boolean right) {}

  private final List<Column> columns = new ArrayList<>();
  private final List<List<String>> rows = new ArrayList<>();

  Table text(String... titles) {
    for (String title : titles) columns.add(new Column(title, false));
    return this;
  }

  Table numbers(String... titles) {
    for (String title : titles) columns.add(new Column(title, true));
    return this;
  }

  void row(List<String> cells) {
    if (cells.size() != columns.size()) throw new IllegalArgumentException("cells: " + cells);
    rows.add(List.copyOf(cells));
  }

  void print(Terminal terminal) {
    if (!terminal.showsTables()) {
      rows.forEach(row -> terminal.data(String.join("\t", row.stream().map(Table::safe).toList())));
      return;
    }
    List<String> titles = columns.stream().map(Column::title).toList();
    int[] widths =
        IntStream.range(0, columns.size())
            .map(i -> Math.max(titles.get(i).length(), longest(i)))
            .toArray();
    terminal.data(cut(align(titles, widths), terminal.columns()));
    rows.forEach(row -> terminal.data(cut(align(row, widths), terminal.columns())));
  }

  private int longest(int column) {
    return rows.stream().mapToInt(row -> safe(row.get(column)).length()).max().orElse(0);
  }

  private String align(List<String> cells, int[] widths) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < widths.length; i++) {
      String cell = safe(cells.get(i));
      String gap = " ".repeat(widths[i] - cell.length());
      line.append(columns.get(i).right() ? gap + cell : cell + gap).append("  ");
    }
    return line.toString().stripTrailing();
  }

  private static String cut(String line, int width) {
    return width > 1 && line.length() > width ? line.substring(0, width - 1) + "…" : line;
  }

  /** Names come from other people: no tab, line end or escape sequence reaches the screen. */
  private static String safe(String cell) {
    return cell.codePoints().anyMatch(Character::isISOControl)
        ? cell.replaceAll("\\p{Cntrl}", "?")
        : cell;
  }
}
