package dev.serai.cli;

import picocli.CommandLine.Command;

@Command(
    name = "delete",
    aliases = "rm",
    description = "Delete a service account; what was used in its name stays.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  serai service-account delete ci",
      "  serai service-account delete ci --force --yes"
    })
final class ServiceAccountDeleteCommand extends ArchiveCommand {
  ServiceAccountDeleteCommand() {
    super(Kind.SERVICE_ACCOUNT);
  }
}
