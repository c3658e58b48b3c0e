package dev.serai.cli;

import picocli.CommandLine.Command;

@Command(
    name = "key",
    aliases = "keys",
    description = "Create, list and revoke virtual keys.",
    synopsisSubcommandLabel = "{create | list | get | update | rotate | disable | enable | revoke}",
    mixinStandardHelpOptions = true,
    subcommands = {
      KeyCreateCommand.class,
      KeyListCommand.class,
      KeyGetCommand.class,
      KeyUpdateCommand.class,
      KeyRotateCommand.class,
      KeyDisableCommand.class,
      KeyEnableCommand.class,
      KeyRevokeCommand.class
    },
    footer = {"", "Examples:", "  serai key create ci --project checkout", "  serai key list"})
final class KeyCommand {}
