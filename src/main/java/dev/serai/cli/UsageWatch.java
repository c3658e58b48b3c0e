package dev.serai.cli;

import com.grack.nanojson.JsonObject;
import com.grack.nanojson.JsonWriter;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Usage as it grows: drawn over itself at a terminal, one line after the other in a pipe. */
final class UsageWatch {
  private static final int ROWS = 20;

  private final Terminal terminal;
  private final UsageTable table;
  private final boolean json;
  private int drawn;
  private @Nullable BigDecimal first;
  private long firstNanos;

  UsageWatch(Terminal terminal, UsageTable table, boolean json) {
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
    List<String> lines = new ArrayList<>(table.of(answer, ROWS).lines(terminal));
    int more = Limits.in(answer, "rows").size() - ROWS;
    if (more > 0) lines.add("… and " + more + " more");
    lines.add("");
    lines.add(trouble.isEmpty() ? rate(answer) + "  (Ctrl-C ends)" : trouble);
    StringBuilder frame = new StringBuilder();
    if (drawn > 0) frame.append("\u001b[").append(drawn).append("A\r\u001b[J");
    lines.forEach(line -> frame.append(Table.cut(line, terminal.columns())).append('\n'));
    drawn = lines.size();
    terminal.out().print(frame);
    terminal.out().flush();
  }

  /** "0.0123 USD since this began, 1.20 USD an hour". */
  private String rate(JsonObject answer) {
    JsonObject total = answer.getObject("total", new JsonObject());
    if (total.isNull("costUsd")) return "";
    BigDecimal cost = Amount.number(total, "costUsd");
    if (first == null) {
      first = cost;
      firstNanos = System.nanoTime();
    }
    double spent = Math.max(0, cost.subtract(first).doubleValue()); // old calls leave the window
    double hours = (System.nanoTime() - firstNanos) / 3.6e12;
    double hourly = hours > 0 ? spent / hours : 0;
    return String.format(Locale.ROOT, "%.4f USD since this began, %.2f USD an hour", spent, hourly);
  }
}
