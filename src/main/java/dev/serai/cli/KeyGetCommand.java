package dev.serai.cli;

import com.grack.nanojson.JsonObject;
import com.grack.nanojson.JsonWriter;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;

@Command(
    name = "get",
    aliases = "show",
    description = "Show one virtual key; its secret is never shown again.",
    mixinStandardHelpOptions = true,
    footer = {"", "Examples:", "  serai key get ci", "  serai key get ci --json"})
final class KeyGetCommand extends KeyChange {
  @Override
  public Integer call() {
    JsonObject found = find();
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
