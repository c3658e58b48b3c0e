package dev.serai.cli;

import com.grack.nanojson.JsonArray;
import com.grack.nanojson.JsonObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "list",
    aliases = "ls",
    description = "List rows of the audit log, newest first.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footer = {
      "",
      "Examples:",
      "  serai audit list --last 7d --action 'key.*'",
      "  serai audit list --outcome refused --json"
    })
final class AuditListCommand extends AdminCommand {
  private static final int PAGE = 500;

  @Mixin
  @SuppressWarnings("NullAway.Init")
  AuditFilters filters;

  @Option(names = "--limit", paramLabel = "<n>", description = "At most so many (50)")
  int limit = 50;

  @Override
  public Integer call() {
    if (limit < 1) throw Failure.usage("--limit is too small", "expected: 1 or more");
    List<JsonObject> rows = rows(filters.query(Instant.now()));
    if (json) {
      JsonObject answer = new JsonObject();
      answer.put("items", new JsonArray(rows));
      printJson(answer);
    } else if (rows.isEmpty()) {
      terminal().note("No rows.");
    } else {
      print(rows, Instant.now());
    }
    return ExitCode.DONE;
  }

  private List<JsonObject> rows(Map<String, String> filter) {
    List<JsonObject> rows = new ArrayList<>();
    Map<String, String> query = new TreeMap<>(filter);
    AdminApi api = api();
    while (true) {
      query.put("limit", String.valueOf(Math.min(PAGE, limit - rows.size())));
      JsonObject page = api.get("/api/audit", query);
      for (Object row : page.getArray("items", new JsonArray())) rows.add((JsonObject) row);
      String next = page.getString("next", "");
      if (next.isEmpty() || rows.size() >= limit) return rows;
      query.put("after", next);
    }
  }

  private void print(List<JsonObject> rows, Instant now) {
    Table table =
        new Table()
            .numbers("NUMBER")
            .text("WHEN", "WHO", "ACTION", "WHAT", "OUTCOME", "SURFACE", "ADDRESS")
            .spare("ADDRESS", "SURFACE");
    for (JsonObject row : rows)
      table.row(
          List.of(
              String.valueOf(row.get("number")),
              terminal().time(Keys.text(row, "at"), now),
              Keys.text(row, "actorName"),
              Keys.text(row, "action"),
              what(row),
              Keys.text(row, "outcome"),
              Keys.text(row, "surface"),
              Keys.text(row, "address")));
    table.print(terminal());
  }

  private static String what(JsonObject row) {
    String id = Keys.text(row, "resourceId");
    return id.isEmpty() ? Keys.text(row, "resource") : Keys.text(row, "resource") + " " + id;
  }
}
