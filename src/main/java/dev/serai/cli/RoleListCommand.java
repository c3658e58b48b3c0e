package dev.serai.cli;

import picocli.CommandLine.Command;

@Command(
    name = "list",
    aliases = "ls",
    description = "List roles, the built-in ones first.",
    mixinStandardHelpOptions = true,
    footer = {"", "Examples:", "  serai role list", "  serai role list --json"})
final class RoleListCommand extends RowsCommand {
  @Override
  String path() {
    return Kind.ROLE.path();
  }

  @Override
  void columns(Columns columns) {
    columns
        .text("NAME", "name")
        .cell("KIND", each -> each.getBoolean("builtIn", false) ? "built-in" : "own")
        .text("BROKEN", "broken")
        .text("ID", "id")
        .texts("ALLOWS", "permissions")
        .spare("BROKEN");
  }

  @Override
  String none() {
    return "No roles.";
  }
}
