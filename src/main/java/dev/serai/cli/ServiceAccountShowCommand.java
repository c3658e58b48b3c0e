package dev.serai.cli;

import picocli.CommandLine.Command;

@Command(
    name = "show",
    aliases = "get",
    description = "Show one service account.",
    mixinStandardHelpOptions = true,
    footer = {"", "Examples:", "  serai service-account show ci"})
final class ServiceAccountShowCommand extends ShowCommand {
  ServiceAccountShowCommand() {
    super(Kind.SERVICE_ACCOUNT);
  }
}
