package dev.serai.cli;

import picocli.CommandLine.Command;

@Command(
    name = "delete",
    aliases = "rm",
    description = "Delete a project; what was used in its name stays.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  serai project delete checkout",
      "  serai project delete checkout --force --yes"
    })
final class ProjectDeleteCommand extends ArchiveCommand {
  ProjectDeleteCommand() {
    super(Kind.PROJECT);
  }
}
