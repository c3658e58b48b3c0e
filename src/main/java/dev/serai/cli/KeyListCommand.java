package dev.serai.cli;

import com.grack.nanojson.JsonObject;
import java.time.Instant;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "list",
    aliases = "ls",
    description = "List virtual keys.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  serai key list --mine",
      "  serai key list --project checkout --json"
    })
final class KeyListCommand extends RowsCommand {
  @Option(names = "--mine", description = "Your own, in your personal project")
  boolean mine;

  @Option(names = "--project", paramLabel = "<name>", description = "Only keys of this project")
  String project = "";

  @Option(names = "--status", paramLabel = "{active | disabled | revoked}")
  String status = "";

  @Override
  String path() {
    return mine ? "/api/me/keys" : "/api/keys";
  }

  @Override
  Map<String, String> filter() {
    if (mine && !project.isEmpty())
      throw Failure.usage("your own keys are in your personal project", "leave --project out");
    return Map.of("project", project, "status", status);
  }

  @Override
  void columns(Columns columns) {
    columns.text("NAME", "name");
    if (mine) columns.cell("TOOL", KeyListCommand::tool);
    else columns.text("PROJECT", "project").text("POLICY", "policy");
    columns
        .cell("STATUS", each -> status(each, columns.now()))
        .cell("KEY", Keys::shown)
        .time("CREATED", "createdAt")
        .time("EXPIRES", "expiresAt")
        .text("ID", "id")
        .spare("POLICY", "CREATED", "KEY", "EXPIRES", "ID");
  }

  private static String tool(JsonObject key) {
    return Keys.text(key.getObject("metadata", new JsonObject()), "tool");
  }

  private static String status(JsonObject key, Instant now) {
    String status = Keys.text(key, "status");
    String expires = Keys.text(key, "expiresAt");
    boolean over = !expires.isEmpty() && Instant.parse(expires).isBefore(now);
    return status.equals("active") && over ? "expired" : status;
  }

  @Override
  String none() {
    return mine
        ? "No keys of your own. Next: serai key create --tool <tool>"
        : "No keys. Next: serai key create <name>";
  }
}
