package dev.serai.cli;

import picocli.CommandLine.Command;

@Command(
    name = "show",
    aliases = "get",
    description = "Show one team and its members.",
    mixinStandardHelpOptions = true,
    footer = {"", "Examples:", "  serai team show payments", "  serai team show payments --json"})
final class TeamShowCommand extends ShowCommand {
  TeamShowCommand() {
    super(Kind.TEAM);
  }
}
