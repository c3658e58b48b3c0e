package dev.serai.cli;

import picocli.CommandLine.Command;

@Command(
    name = "team",
    aliases = "teams",
    description = "Teams: who is in them, and what their keys get.",
    synopsisSubcommandLabel = "{list | show | create | update | delete}",
    mixinStandardHelpOptions = true,
    subcommands = {
      TeamListCommand.class,
      TeamShowCommand.class,
      TeamCreateCommand.class,
      TeamUpdateCommand.class,
      TeamDeleteCommand.class
    },
    footer = {"", "Examples:", "  serai team list", "  serai team create payments"})
final class TeamCommand {}
