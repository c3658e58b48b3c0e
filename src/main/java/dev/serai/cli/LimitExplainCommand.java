package dev.serai.cli;

import com.grack.nanojson.JsonObject;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "explain",
    description = "Which limits a call with this key takes from, in that order.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  serai limit explain --key ci",
      "  serai limit explain --key ci --provider anthropic --model claude-opus-4-5"
    })
final class LimitExplainCommand extends AdminCommand {
  @Option(
      names = "--key",
      required = true,
      paramLabel = "<id-or-name>",
      description = "The key that calls")
  String key = "";

  @Option(names = "--project", paramLabel = "<name>", description = "Where the name is looked up")
  String project = "";

  @Option(names = "--model", paramLabel = "<name>", description = "The model that is called")
  String model = "";

  @Option(names = "--provider", paramLabel = "<name>", description = "The provider that serves it")
  String provider = "";

  @Override
  public Integer call() {
    AdminApi api = api();
    JsonObject caller = new Keys(api).find(key, project);
    Map<String, String> query = new LinkedHashMap<>();
    query.put("key", Keys.text(caller, "id"));
    if (!model.isEmpty()) query.put("model", model);
    if (!provider.isEmpty()) query.put("provider", provider);
    JsonObject answer = api.get("/api/limits/explain", query);
    List<JsonObject> limits = Limits.in(answer, "limits");
    if (json) printJson(answer);
    else if (limits.isEmpty())
      terminal()
          .note("No limit holds key " + Keys.title(caller) + ". Next: serai limit create --help");
    else new LimitTable(terminal(), Instant.now()).print(limits);
    return ExitCode.DONE;
  }
}
