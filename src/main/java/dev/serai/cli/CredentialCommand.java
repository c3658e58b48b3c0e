package dev.serai.cli;

import picocli.CommandLine.Command;

@Command(
    name = "credential",
    aliases = "credentials",
    description = "A provider's credentials, in the order they are tried.",
    synopsisSubcommandLabel = "{list | add | update | remove | renew}",
    mixinStandardHelpOptions = true,
    subcommands = {
      CredentialListCommand.class,
      CredentialAddCommand.class,
      CredentialUpdateCommand.class,
      CredentialRemoveCommand.class,
      CredentialRenewCommand.class
    },
    footer = {"", "Examples:", "  serai provider credential list openai"})
final class CredentialCommand {
  static String path(String provider) {
    return Kind.PROVIDER.path(provider) + "/credentials";
  }
}
