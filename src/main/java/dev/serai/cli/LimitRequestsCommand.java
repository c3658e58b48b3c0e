package dev.serai.cli;

import com.grack.nanojson.JsonArray;
import com.grack.nanojson.JsonObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "requests",
    description = "List who asked for more, and for how much.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  serai limit requests",
      "  serai limit requests --status approved --json"
    })
final class LimitRequestsCommand extends AdminCommand {
  private static final int PAGE = 500;

  @Option(
      names = "--status",
      paramLabel = "{open | approved | denied | any}",
      description = "Default: open")
  String status = "open";

  @Override
  public Integer call() {
    List<JsonObject> requests = all(api());
    if (json) {
      JsonObject answer = new JsonObject();
      answer.put("items", new JsonArray(requests));
      printJson(answer);
    } else if (requests.isEmpty()) {
      terminal().note(status.equals("any") ? "No requests." : "No " + status + " requests.");
    } else {
      print(requests, Instant.now());
    }
    return ExitCode.DONE;
  }

  private String amount(JsonObject request, String field) {
    return Amount.of(request, field, Keys.text(request, "measure")).cell(terminal());
  }

  private List<JsonObject> all(AdminApi api) {
    List<JsonObject> requests = new ArrayList<>();
    String after = "";
    do {
      Map<String, String> query = new LinkedHashMap<>();
      query.put("limit", String.valueOf(PAGE));
      query.put("status", status);
      if (!after.isEmpty()) query.put("after", after);
      JsonObject page = api.get("/api/limit-requests", query);
      requests.addAll(Limits.in(page, "items"));
      after = page.getString("next", "");
    } while (!after.isEmpty());
    return requests;
  }

  private void print(List<JsonObject> requests, Instant now) {
    Table table =
        new Table()
            .text("ID", "KEY", "BY", "LIMIT")
            .numbers("CAP", "ASKS FOR")
            .text("STATUS", "CREATED", "REASON", "NOTE")
            .spare("BY", "NOTE", "CREATED", "CAP", "KEY", "STATUS");
    for (JsonObject request : requests) {
      table.row(
          List.of(
              Keys.text(request, "id"),
              Keys.text(request, "keyName"),
              Keys.text(request, "principal"),
              Keys.text(request, "limit"),
              amount(request, "presentCap"),
              amount(request, "cap"),
              terminal().showsTables() && !status.equals("any") ? "" : Keys.text(request, "status"),
              terminal().time(Keys.text(request, "createdAt"), now),
              Keys.text(request, "reason"),
              Keys.text(request, "note")));
    }
    table.print(terminal());
    if (status.equals("open") && terminal().showsTables())
      terminal().note("Next: serai limit approve <id>, or serai limit deny <id> --note <text>");
  }
}
