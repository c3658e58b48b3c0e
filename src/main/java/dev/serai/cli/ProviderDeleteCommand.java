package dev.serai.cli;

import picocli.CommandLine.Command;

@Command(
    name = "delete",
    aliases = "rm",
    description = "Delete a provider with its credentials.",
    mixinStandardHelpOptions = true,
    footer = {"", "Examples:", "  serai provider delete local", "  serai provider rm local --yes"})
final class ProviderDeleteCommand extends DeleteCommand {
  ProviderDeleteCommand() {
    super(Kind.PROVIDER);
  }

  @Override
  String meaning() {
    return "Its models and credentials go with it; this cannot be undone.";
  }
}
