package dev.serai.cli;

import picocli.CommandLine.Command;

@Command(
    name = "show",
    aliases = "get",
    description = "Show one user; the audit log tells who looked.",
    mixinStandardHelpOptions = true,
    footer = {"", "Examples:", "  serai user show ann@example.com", "  serai user show ann --json"})
final class UserShowCommand extends ShowCommand {
  UserShowCommand() {
    super(Kind.USER);
  }
}
