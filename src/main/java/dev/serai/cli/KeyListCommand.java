package dev.serai.cli;

import com.grack.nanojson.JsonArray;
import com.grack.nanojson.JsonObject;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
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
  @Nullable String project;

  @Override
  public Integer call() {
    List<JsonObject> keys =
        new Keys(api())
            .all().stream()
                .filter(key -> project == null || project.equals(key.getString("project")))
                .toList();
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
        new Table().text("NAME", "PROJECT", "POLICY", "STATE", "KEY", "CREATED", "EXPIRES", "ID");
    for (JsonObject key : keys) {
      table.row(
          List.of(
              Keys.text(key, "name"),
              Keys.text(key, "project"),
              Keys.text(key, "policy"),
              Keys.text(key, "state"),
              Keys.shown(key),
              terminal().time(Keys.text(key, "createdAt"), now),
              terminal().time(Keys.text(key, "expiresAt"), now),
              Keys.text(key, "id")));
    }
    table.print(terminal());
  }
}
