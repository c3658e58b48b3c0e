package dev.serai.cli;

import com.grack.nanojson.JsonObject;
import com.grack.nanojson.JsonWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Usage as it grows: drawn over itself at a terminal, one line after the other in a pipe. */
final class UsageWatch {
  /**
   * Lines of a frame that are no group: what is above the table, its header and total, and below.
   */
  private static final int BESIDE = 8;

  /** Seconds after which dollars an hour mean something. */
  private static final double EARLY = 10;

  private final Terminal terminal;
  private final UsageTable table;
  private final boolean json;
  private final String title;
  private int drawn;
  private @Nullable WindowSize drawnAt;
  private Set<List<String>> last = Set.of();
  private @Nullable JsonObject first;
  private long firstNanos;

  /**
   * @param title what is looked at, for people
   */
  UsageWatch(Terminal terminal, UsageTable table, boolean json, String title) {
    this.title = title;
    this.terminal = terminal;
    this.table = table;
    this.json = json;
  }

  /** Until the process is told to end, or the thread interrupted; a lost gateway is waited for. */
  void run(Supplier<JsonObject> ask, Duration every) {
    JsonObject answer = ask.get();
    String trouble = "";
    while (true) {
      if (trouble.isEmpty() || terminal.showsTables()) show(answer, trouble);
      else terminal.note(trouble);
      try {
        Thread.sleep(every);
      } catch (InterruptedException e) {
        return;
      }
      try {
        answer = ask.get();
        trouble = "";
      } catch (Failure failure) {
        if (failure.exitCode() == ExitCode.LOGIN) throw failure;
        trouble = failure.getMessage() + "; trying again";
      }
    }
  }

  private void show(JsonObject answer, String trouble) {
    if (json) terminal.data(JsonWriter.string(answer));
    else if (terminal.showsTables()) draw(answer, trouble);
    else append(answer);
  }

  private void append(JsonObject answer) {
    String now = Instant.now().toString();
    for (List<String> row : table.rows(answer, Integer.MAX_VALUE))
      terminal.data(now + "\t" + row.stream().map(Table::safe).collect(Collectors.joining("\t")));
  }

  private void draw(JsonObject answer, String trouble) {
    WindowSize size = terminal.size();
    int most = Math.max(1, size.rows() - BESIDE);
    List<String> lines = new ArrayList<>();
    lines.add(title + " · " + LocalTime.now().truncatedTo(ChronoUnit.SECONDS));
    lines.add("");
    List<String> rows = table.of(answer, most).lines(terminal, size.columns());
    lines.addAll(marked(rows, table.rows(answer, most)));
    int more = Limits.in(answer, "rows").size() - most;
    if (more > 0) lines.add("… and " + more + " more");
    lines.add("");
    lines.add(trouble.isEmpty() ? rate(answer) + "Ctrl-C ends" : trouble);
    StringBuilder frame = new StringBuilder();
    // a window that has become smaller has wrapped or lost what was drawn
    if (drawn > 0 && size.equals(drawnAt))
      frame.append("\u001b[").append(drawn).append("A\r\u001b[J");
    else if (drawn > 0) frame.append("\u001b[H\u001b[2J");
    lines.forEach(line -> frame.append(cut(line, size.columns())).append('\n'));
    drawn = lines.size();
    drawnAt = size;
    terminal.out().print(frame);
    terminal.out().flush();
  }

  /** Those that were otherwise the last time stand out. */
  private List<String> marked(List<String> lines, List<List<String>> rows) {
    List<String> marked = new ArrayList<>(lines);
    Set<List<String>> now = new HashSet<>(rows);
    for (int i = 0; i < rows.size() && !last.isEmpty(); i++)
      if (!last.contains(rows.get(i))) marked.set(i + 1, terminal.bold(lines.get(i + 1)));
    last = now;
    return marked;
  }

  /** Lines of the table fit already, and may have colour. */
  private static String cut(String line, int columns) {
    return line.startsWith("\u001b") ? line : Table.cut(line, columns);
  }

  /** "12 requests and 0.0123 USD in 80 s · 0.55 USD an hour · ". */
  private String rate(JsonObject answer) {
    JsonObject total = answer.getObject("total", new JsonObject());
    if (total.isEmpty()) return "";
    if (first == null) {
      first = total;
      firstNanos = System.nanoTime();
    }
    double seconds = (System.nanoTime() - firstNanos) / 1e9;
    double requests = since(total, Objects.requireNonNull(first), "requests");
    String text = String.format(Locale.ROOT, "%,.0f request%s", requests, requests == 1 ? "" : "s");
    if (total.isNull("costUsd")) return text + since(seconds) + " · ";
    double spent = since(total, first, "costUsd");
    return text
        + String.format(Locale.ROOT, " and %,.4f USD", spent)
        + since(seconds)
        + (seconds < EARLY
            ? ""
            : String.format(Locale.ROOT, " · %,.2f USD an hour", spent / seconds * 3600))
        + " · ";
  }

  /** Old calls leave the window: then it may have become less. */
  private static double since(JsonObject total, JsonObject first, String field) {
    return Math.max(
        0, Amount.number(total, field).subtract(Amount.number(first, field)).doubleValue());
  }

  private static String since(double seconds) {
    long whole = Math.round(seconds);
    return " in " + (whole < 120 ? whole + " s" : whole / 60 + " min");
  }
}
