package dev.serai.cli;

import picocli.CommandLine.Command;

@Command(
    name = "service-account",
    aliases = "service-accounts",
    description = "Principals that are no people, such as CI.",
    synopsisSubcommandLabel = "{list | show | create | update | delete}",
    mixinStandardHelpOptions = true,
    subcommands = {
      ServiceAccountListCommand.class,
      ServiceAccountShowCommand.class,
      ServiceAccountCreateCommand.class,
      ServiceAccountUpdateCommand.class,
      ServiceAccountDeleteCommand.class
    },
    footer = {"", "Examples:", "  serai service-account list", "  serai service-account create ci"})
final class ServiceAccountCommand {}
