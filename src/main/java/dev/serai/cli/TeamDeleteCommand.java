package dev.serai.cli;

import picocli.CommandLine.Command;

@Command(
    name = "delete",
    aliases = "rm",
    description = "Delete a team without projects and members.",
    mixinStandardHelpOptions = true,
    footer = {"", "Examples:", "  serai team delete payments", "  serai team delete <id> --yes"})
final class TeamDeleteCommand extends DeleteCommand {
  TeamDeleteCommand() {
    super(Kind.TEAM);
  }
}
