package dev.serai.cli;

import com.grack.nanojson.JsonArray;
import com.grack.nanojson.JsonObject;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "usage",
    description = "What was asked, how many tokens it took and what it cost.",
    mixinStandardHelpOptions = true,
    footer = {"", "Examples:", "  serai usage", "  serai usage --last 7d --by project --json"})
final class UsageCommand extends AdminCommand {
  private static final List<String> COUNTS =
      List.of(
          "requests",
          "refused",
          "failed",
          "inputTokens",
          "cacheReadTokens",
          "cacheWriteTokens",
          "outputTokens");

  enum By {
    model,
    provider,
    tool,
    key,
    session,
    user,
    project,
    team,
    organization
  }

  @Option(names = "--last", paramLabel = "<24h>", description = "How far back: 90m, 24h, 7d")
  String last = "24h";

  @Option(names = "--by", paramLabel = "<what>", description = "${COMPLETION-CANDIDATES} (model)")
  By by = By.model;

  @Override
  public Integer call() {
    Expiry.span(last);
    JsonObject answer = api().get("/api/usage", Map.of("last", last, "by", by.name()));
    JsonArray rows = answer.getArray("rows", new JsonArray());
    if (json) {
      printJson(answer);
    } else if (rows.isEmpty()) {
      terminal().note("No requests in the last " + last + ".");
    } else {
      print(rows, answer.getObject("total", new JsonObject()));
    }
    return ExitCode.DONE;
  }

  private void print(JsonArray rows, JsonObject total) {
    Table table =
        new Table()
            .text(by.name().toUpperCase(Locale.ROOT))
            .numbers("REQUESTS", "REFUSED", "FAILED")
            .numbers("INPUT", "CACHE READ", "CACHE WRITE", "OUTPUT", "COST USD");
    for (Object row : rows) table.row(cells((JsonObject) row, name((JsonObject) row)));
    if (terminal().showsTables() && !total.isEmpty()) table.row(cells(total, "total"));
    table.print(terminal());
  }

  /** Calls that were refused before their key was known belong to nobody. */
  private static String name(JsonObject row) {
    String name = Keys.text(row, "name");
    return name.isEmpty() ? "(none)" : name;
  }

  private List<String> cells(JsonObject row, String name) {
    List<String> cells = new ArrayList<>(List.of(name));
    for (String count : COUNTS) cells.add(shown(number(row, count), "%,.0f"));
    // Four digits: a single request often costs less than a cent. Not everybody is told.
    boolean told = !row.isNull("costUsd");
    cells.add(told ? shown(number(row, "costUsd"), "%,.4f") : "");
    return cells;
  }

  private String shown(BigDecimal number, String format) {
    return terminal().showsTables()
        ? String.format(Locale.ROOT, format, number)
        : number.toPlainString();
  }

  private static BigDecimal number(JsonObject row, String field) {
    return row.has(field) ? new BigDecimal(String.valueOf(row.get(field))) : BigDecimal.ZERO;
  }
}
