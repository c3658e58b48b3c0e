package dev.serai.cli;

import com.grack.nanojson.JsonArray;
import com.grack.nanojson.JsonObject;
import java.time.Instant;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "list",
    aliases = "ls",
    description = "List virtual keys.",
    mixinStandardHelpOptions = true,
    footer = {"", "Examples:", "  serai key list", "  serai key list --project checkout --json"})
final class KeyListCommand extends AdminCommand {
  @Option(names = "--project", paramLabel = "<name>", description = "Only keys of this project")
  String project = "";

  @Option(names = "--status", paramLabel = "{active | disabled | revoked}")
  String status = "";

  @Override
  public Integer call() {
    List<JsonObject> keys = new Keys(api()).all(project, status);
    if (json) {
      JsonObject answer = new JsonObject();
      answer.put("items", new JsonArray(keys));
      printJson(answer);
    } else if (keys.isEmpty()) {
      terminal().note("No keys. Next: serai key create <name>");
    } else {
      print(keys, Instant.now());
    }
    return ExitCode.DONE;
  }

  private void print(List<JsonObject> keys, Instant now) {
    Table table =
        new Table().text("NAME", "PROJECT", "POLICY", "STATUS", "KEY", "CREATED", "EXPIRES", "ID");
    for (JsonObject key : keys) {
      table.row(
          List.of(
              Keys.text(key, "name"),
              Keys.text(key, "project"),
              Keys.text(key, "policy"),
              status(key, now),
              Keys.shown(key),
              terminal().time(Keys.text(key, "createdAt"), now),
              terminal().time(Keys.text(key, "expiresAt"), now),
              Keys.text(key, "id")));
    }
    table.print(terminal());
  }

  private static String status(JsonObject key, Instant now) {
    String status = Keys.text(key, "status");
    String expires = Keys.text(key, "expiresAt");
    boolean over = !expires.isEmpty() && Instant.parse(expires).isBefore(now);
    return status.equals("active") && over ? "expired" : status;
  }
}
