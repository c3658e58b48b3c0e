package dev.serai.cli;

import picocli.CommandLine.Command;

@Command(
    name = "show",
    aliases = "get",
    description = "Show one project.",
    mixinStandardHelpOptions = true,
    footer = {"", "Examples:", "  serai project show checkout", "  serai project show <id> --json"})
final class ProjectShowCommand extends ShowCommand {
  ProjectShowCommand() {
    super(Kind.PROJECT);
  }
}
