package dev.serai.cli;

import com.grack.nanojson.JsonArray;
import com.grack.nanojson.JsonObject;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
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

  @Option(names = "--end-user", paramLabel = "<id>", description = "The end user it is made for")
  String endUser = "";

  @Override
  public Integer call() {
    Map<String, String> query = new LinkedHashMap<>();
    query.put("key", project.isEmpty() ? key : project + "/" + key);
    if (!model.isEmpty()) query.put("model", model);
    if (!provider.isEmpty()) query.put("provider", provider);
    if (!endUser.isEmpty()) query.put("endUser", endUser);
    JsonObject answer = api().get("/api/limits/explain", query);
    if (json) printJson(answer);
    else print(answer, Limits.in(answer, "limits"));
    return ExitCode.DONE;
  }

  private void print(JsonObject answer, List<JsonObject> limits) {
    String caller = "key " + Table.safe(Keys.text(answer, "keyName"));
    int perMinute = answer.getInt("requestsPerMinute", 0);
    if (!limits.isEmpty()) new LimitTable(terminal(), Instant.now()).print(limits);
    else if (perMinute == 0)
      terminal().note("No limit holds " + caller + ". Next: serai limit create --help");
    if (perMinute > 0)
      terminal().note("The key itself: at most " + perMinute + " requests in any minute.");
    JsonArray refusing = answer.getArray("refusing", new JsonArray());
    if (!refusing.isEmpty()) {
      String ids = refusing.stream().map(String::valueOf).collect(Collectors.joining(" and "));
      terminal().note("A call of " + caller + " is refused now: by " + ids + ".");
    }
  }
}
