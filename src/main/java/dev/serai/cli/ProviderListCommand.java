package dev.serai.cli;

import com.grack.nanojson.JsonArray;
import com.grack.nanojson.JsonObject;
import java.util.List;
import picocli.CommandLine.Command;

@Command(
    name = "list",
    aliases = "ls",
    description = "List providers.",
    mixinStandardHelpOptions = true)
final class ProviderListCommand extends AdminCommand {
  @Override
  public Integer call() {
    List<JsonObject> providers = Pages.all(api(), "/api/providers");
    if (json) {
      JsonObject answer = new JsonObject();
      answer.put("items", new JsonArray(providers));
      printJson(answer);
    } else if (providers.isEmpty()) {
      terminal().note("No providers. Write them into serai.yaml, then: serai apply");
    } else {
      Table table =
          new Table()
              .text("NAME", "TYPE", "URL", "DIALECTS", "SERVES", "FROM")
              .spare("DIALECTS", "URL");
      for (JsonObject provider : providers) table.row(row(provider));
      table.print(terminal());
    }
    return ExitCode.DONE;
  }

  private static List<String> row(JsonObject provider) {
    return List.of(
        Keys.text(provider, "name"),
        Keys.text(provider, "type"),
        Keys.text(provider, "url"),
        Pages.texts(provider, "dialects"),
        provider.getBoolean("inService", false) ? "yes" : "no",
        Keys.text(provider, "managedBy"));
  }
}
