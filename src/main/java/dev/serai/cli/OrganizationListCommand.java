package dev.serai.cli;

import picocli.CommandLine.Command;

@Command(
    name = "list",
    aliases = "ls",
    description = "List the organizations that you may see.",
    mixinStandardHelpOptions = true,
    footer = {"", "Examples:", "  serai organization list", "  serai organization list --json"})
final class OrganizationListCommand extends RowsCommand {
  @Override
  String path() {
    return Kind.ORGANIZATION.path();
  }

  @Override
  void columns(Columns columns) {
    columns
        .text("NAME", "name")
        .text("DEFAULT POLICY", "defaultPolicy")
        .text("FROM", "managedBy")
        .text("ID", "id")
        .spare("FROM", "DEFAULT POLICY");
  }

  @Override
  String none() {
    return "No organizations that you may see.";
  }
}
