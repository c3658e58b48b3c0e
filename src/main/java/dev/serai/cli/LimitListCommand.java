package dev.serai.cli;

import com.grack.nanojson.JsonArray;
import com.grack.nanojson.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "list",
    aliases = "ls",
    description = "List limits with what is spent, reserved and left.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  serai limit list",
      "  serai limit list --scope key --target ci --json"
    })
final class LimitListCommand extends AdminCommand {
  @Option(names = "--scope", paramLabel = "<scope>", description = "Only of this scope, as key")
  String scope = "";

  @Option(names = "--target", paramLabel = "<name>", description = "Only of this name or id")
  String target = "";

  @Option(names = "--measure", paramLabel = "<measure>", description = "Only in this, as usd")
  String measure = "";

  @Override
  public Integer call() {
    Map<String, String> filter = Map.of("scope", scope, "target", target, "measure", measure);
    List<JsonObject> limits = new Limits(api()).all(filter);
    if (json) {
      JsonObject answer = new JsonObject();
      answer.put("items", new JsonArray(limits));
      printJson(answer);
    } else if (limits.isEmpty()) {
      boolean all = filter.values().stream().allMatch(String::isEmpty);
      terminal()
          .note(
              all
                  ? "No limits. Next: serai limit create --help"
                  : "No such limits. All of them: serai limit list");
    } else {
      new LimitTable(terminal(), Instant.now()).print(limits);
    }
    return ExitCode.DONE;
  }
}
