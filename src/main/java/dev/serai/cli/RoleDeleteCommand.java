package dev.serai.cli;

import picocli.CommandLine.Command;

@Command(
    name = "delete",
    aliases = "rm",
    description = "Delete a role that nobody has.",
    mixinStandardHelpOptions = true,
    footer = {"", "Examples:", "  serai role delete on-call", "  serai role delete on-call --yes"})
final class RoleDeleteCommand extends DeleteCommand {
  RoleDeleteCommand() {
    super(Kind.ROLE);
  }
}
