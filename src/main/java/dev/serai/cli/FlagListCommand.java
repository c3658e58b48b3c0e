package dev.serai.cli;

import picocli.CommandLine.Command;

@Command(
    name = "list",
    aliases = "ls",
    description = "List feature flags.",
    mixinStandardHelpOptions = true,
    footer = {"", "Examples:", "  serai flag list", "  serai flag list --json"})
final class FlagListCommand extends RowsCommand {
  @Override
  String path() {
    return FlagSetCommand.PATH;
  }

  @Override
  void columns(Columns columns) {
    columns.text("NAME", "name").cell("STATE", FlagSetCommand::state).text("ABOUT", "description");
  }

  @Override
  String none() {
    return "No feature flags.";
  }
}
