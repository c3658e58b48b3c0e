package dev.serai.cli;

import com.grack.nanojson.JsonObject;
import java.time.Instant;
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
  @Option(
      names = "--status",
      paramLabel = "{open | approved | denied}",
      description = "Default: open")
  String status = "open";

  @Override
  public Integer call() {
    JsonObject answer = api().get("/api/limit-requests", Map.of("status", status));
    List<JsonObject> requests = Limits.in(answer, "requests");
    if (json) printJson(answer);
    else if (requests.isEmpty()) terminal().note("No " + status + " requests.");
    else print(requests, Instant.now());
    return ExitCode.DONE;
  }

  private void print(List<JsonObject> requests, Instant now) {
    Table table =
        new Table()
            .text("ID", "KEY", "BY", "LIMIT")
            .numbers("ASKS FOR")
            .text("STATUS", "CREATED", "REASON")
            .spare("STATUS", "BY", "CREATED");
    for (JsonObject request : requests) {
      table.row(
          List.of(
              Keys.text(request, "id"),
              Keys.text(request, "keyName"),
              Keys.text(request, "principal"),
              Keys.text(request, "limit"),
              Amount.of(request, "cap", Keys.text(request, "measure")).cell(terminal()),
              Keys.text(request, "status"),
              terminal().time(Keys.text(request, "createdAt"), now),
              Keys.text(request, "reason")));
    }
    table.print(terminal());
    if (status.equals("open") && terminal().showsTables())
      terminal().note("Next: serai limit approve <id>, or serai limit deny <id> --note <text>");
  }
}
