package dev.serai.cli;

import picocli.CommandLine.Command;

@Command(
    name = "user",
    aliases = "users",
    description = "Users: who they are, their devices, and how to end all that they have.",
    synopsisSubcommandLabel = "{list | show | devices | revoke}",
    mixinStandardHelpOptions = true,
    subcommands = {
      UserListCommand.class,
      UserShowCommand.class,
      UserDevicesCommand.class,
      UserRevokeCommand.class
    },
    footer = {"", "Examples:", "  serai user list --team payments", "  serai user devices"})
final class UserCommand {}
