package dev.serai.cli;

import picocli.CommandLine.Command;

@Command(
    name = "price",
    aliases = "prices",
    description = "Prices of your own; they come from serai.yaml.",
    synopsisSubcommandLabel = "{list}",
    mixinStandardHelpOptions = true,
    subcommands = PriceListCommand.class,
    footer = {"", "Examples:", "  serai price list"})
final class PriceCommand {}
