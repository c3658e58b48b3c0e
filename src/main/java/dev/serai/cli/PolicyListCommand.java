package dev.serai.cli;

import com.grack.nanojson.JsonArray;
import com.grack.nanojson.JsonObject;
import java.util.List;
import picocli.CommandLine.Command;

@Command(
    name = "list",
    aliases = "ls",
    description = "List routing policies.",
    mixinStandardHelpOptions = true)
final class PolicyListCommand extends AdminCommand {
  @Override
  public Integer call() {
    List<JsonObject> policies = Pages.all(api(), "/api/policies");
    if (json) {
      JsonObject answer = new JsonObject();
      answer.put("items", new JsonArray(policies));
      printJson(answer);
    } else if (policies.isEmpty()) {
      terminal().note("No policies: every key may use every provider and model.");
    } else {
      Table table =
          new Table()
              .text("NAME", "DEFAULT", "PROVIDERS", "ALIASES", "ALLOW", "DENY", "FROM")
              .spare("DENY", "ALLOW", "ALIASES");
      for (JsonObject policy : policies) table.row(row(policy));
      table.print(terminal());
    }
    return ExitCode.DONE;
  }

  private static List<String> row(JsonObject policy) {
    return List.of(
        Keys.text(policy, "name"),
        policy.getBoolean("default", false) ? "default" : "",
        Pages.texts(policy, "providers"),
        String.join(" ", policy.getObject("aliases", new JsonObject()).keySet()),
        Pages.texts(policy, "allowModels"),
        Pages.texts(policy, "denyModels"),
        Keys.text(policy, "managedBy"));
  }
}
