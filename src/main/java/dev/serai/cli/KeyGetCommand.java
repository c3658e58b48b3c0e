package dev.serai.cli;

import com.grack.nanojson.JsonObject;
import com.grack.nanojson.JsonWriter;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "get",
    aliases = "show",
    description = "Show one virtual key; its secret is never shown again.",
    mixinStandardHelpOptions = true,
    footer = {"", "Examples:", "  serai key get ci", "  serai key get ci --json"})
final class KeyGetCommand extends AdminCommand {
  @Parameters(paramLabel = "<id-or-name>", description = "The key")
  String key = "";

  @Option(names = "--project", paramLabel = "<name>", description = "Where the name is looked up")
  String project = "";

  @Override
  public Integer call() {
    JsonObject found = new Keys(api()).find(key, project);
    if (json) {
      printJson(found);
      return ExitCode.DONE;
    }
    Table table = new Table().text("FIELD", "VALUE");
    found.forEach(
        (field, value) ->
            table.row(
                List.of(
                    field,
                    value instanceof Map || value instanceof List
                        ? JsonWriter.string(value)
                        : Keys.text(found, field))));
    table.print(terminal());
    return ExitCode.DONE;
  }
}
