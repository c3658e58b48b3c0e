package dev.serai.cli;

import com.grack.nanojson.JsonObject;
import picocli.CommandLine.Command;

@Command(
    name = "list",
    aliases = "ls",
    description = "List routing policies.",
    mixinStandardHelpOptions = true,
    footer = {"", "Examples:", "  serai policy list", "  serai policy list --json"})
final class PolicyListCommand extends RowsCommand {
  @Override
  String path() {
    return Kind.POLICY.path();
  }

  @Override
  void columns(Columns columns) {
    columns
        .text("NAME", "name")
        .cell("DEFAULT", each -> each.getBoolean("default", false) ? "default" : "")
        .texts("PROVIDERS", "providers")
        .cell("ALIASES", PolicyListCommand::aliases)
        .texts("ALLOW", "allowModels")
        .texts("DENY", "denyModels")
        .text("FROM", "managedBy")
        .spare("DENY", "ALLOW", "ALIASES");
  }

  private static String aliases(JsonObject policy) {
    return String.join(" ", policy.getObject("aliases", new JsonObject()).keySet());
  }

  @Override
  String none() {
    return "No policies: every key may use every provider and model.";
  }
}
