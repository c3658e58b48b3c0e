package dev.serai.cli;

import picocli.CommandLine.Command;

@Command(
    name = "flag",
    aliases = "flags",
    description = "Features that can be turned on and off.",
    synopsisSubcommandLabel = "{list | set}",
    mixinStandardHelpOptions = true,
    subcommands = {FlagListCommand.class, FlagSetCommand.class},
    footer = {"", "Examples:", "  serai flag list", "  serai flag set <name> on"})
final class FlagCommand {}
