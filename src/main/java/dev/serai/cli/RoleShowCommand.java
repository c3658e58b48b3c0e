package dev.serai.cli;

import picocli.CommandLine.Command;

@Command(
    name = "show",
    aliases = "get",
    description = "Show one role and what it allows.",
    mixinStandardHelpOptions = true,
    footer = {"", "Examples:", "  serai role show member", "  serai role show member --json"})
final class RoleShowCommand extends ShowCommand {
  RoleShowCommand() {
    super(Kind.ROLE);
  }
}
