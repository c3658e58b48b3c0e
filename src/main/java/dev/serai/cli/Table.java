package dev.serai.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Rows of text: aligned under a header at a terminal, tab-separated and bare in a pipe. */
final class Table {
  private static final int GAP = 2;

  private record Column(String title, boolean right) {}

  private final List<Column> columns = new ArrayList<>();
  private final List<List<String>> rows = new ArrayList<>();
  private List<String> spare = List.of();

  Table text(String... titles) {
    for (String title : titles) columns.add(new Column(title, false));
    return this;
  }

  Table numbers(String... titles) {
    for (String title : titles) columns.add(new Column(title, true));
    return this;
  }

  /**
   * Columns that a terminal can do without, least wanted first: not shown when all their cells are
   * empty or when the rows would be too wide with them. A pipe gets them all.
   */
  Table spare(String... titles) {
    spare = List.of(titles);
    return this;
  }

  void row(List<String> cells) {
    if (cells.size() != columns.size()) throw new IllegalArgumentException("cells: " + cells);
    rows.add(cells.stream().map(Table::safe).toList());
  }

  void print(Terminal terminal) {
    lines(terminal).forEach(terminal::data);
  }

  List<String> lines(Terminal terminal) {
    return lines(terminal, terminal.columns());
  }

  /**
   * @param most so wide at a terminal; 0 = as wide as they are
   */
  List<String> lines(Terminal terminal, int most) {
    if (!terminal.showsTables()) return rows.stream().map(row -> String.join("\t", row)).toList();
    int[] widths = widths(most);
    List<String> lines = new ArrayList<>();
    lines.add(cut(align(columns.stream().map(Column::title).toList(), widths), most));
    rows.forEach(row -> lines.add(cut(align(row, widths), most)));
    return lines;
  }

  /** Of each column; 0 = not shown. */
  private int[] widths(int most) {
    int[] widths =
        IntStream.range(0, columns.size())
            .map(i -> Math.max(columns.get(i).title().length(), longest(i)))
            .toArray();
    for (int i = 0; i < widths.length; i++)
      if (longest(i) == 0 && spare.contains(columns.get(i).title())) widths[i] = 0;
    return most > 0 ? fitted(widths, most) : widths;
  }

  private int[] fitted(int[] widths, int most) {
    int[] fitted = widths.clone();
    for (int i = 0; i < widths.length; i++)
      if (spare.contains(columns.get(i).title())) fitted[i] = 0;
    for (String title : spare.reversed()) {
      for (int i = 0; i < widths.length; i++)
        if (columns.get(i).title().equals(title) && total(fitted) + GAP + widths[i] <= most)
          fitted[i] = widths[i];
    }
    return fitted;
  }

  private static int total(int[] widths) {
    return IntStream.of(widths).filter(width -> width > 0).map(width -> width + GAP).sum() - GAP;
  }

  private int longest(int column) {
    return rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0);
  }

  private String align(List<String> cells, int[] widths) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < widths.length; i++) {
      if (widths[i] == 0) continue;
      String cell = cells.get(i);
      String gap = " ".repeat(widths[i] - cell.length());
      line.append(columns.get(i).right() ? gap + cell : cell + gap).append(" ".repeat(GAP));
    }
    return line.toString().stripTrailing();
  }

  /** To a width; 0 = as it is. */
  static String cut(String line, int width) {
    return width > 1 && line.length() > width ? line.substring(0, width - 1) + "…" : line;
  }

  /** Names come from other people: no tab, line end or escape sequence reaches the screen. */
  static String safe(String cell) {
    return cell.codePoints().anyMatch(Character::isISOControl)
        ? cell.replaceAll("\\p{Cntrl}", "?")
        : cell;
  }
}
