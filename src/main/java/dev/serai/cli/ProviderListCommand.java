package dev.serai.cli;

import picocli.CommandLine.Command;

@Command(
    name = "list",
    aliases = "ls",
    description = "List providers.",
    mixinStandardHelpOptions = true,
    footer = {"", "Examples:", "  serai provider list", "  serai provider list --json"})
final class ProviderListCommand extends RowsCommand {
  @Override
  String path() {
    return Kind.PROVIDER.path();
  }

  @Override
  void columns(Columns columns) {
    columns
        .text("NAME", "name")
        .text("TYPE", "type")
        .text("URL", "url")
        .texts("DIALECTS", "dialects")
        .cell("SERVES", each -> each.getBoolean("inService", false) ? "yes" : "no")
        .text("FROM", "managedBy")
        .spare("DIALECTS", "URL");
  }

  @Override
  String none() {
    return "No providers. Write them into serai.yaml, then: serai apply";
  }
}
