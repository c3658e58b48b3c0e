package dev.serai.cli;

import picocli.CommandLine.Command;

@Command(
    name = "provider",
    aliases = "providers",
    description = "Who serves models: see providers and their credentials.",
    synopsisSubcommandLabel = "{list | get}",
    mixinStandardHelpOptions = true,
    subcommands = {ProviderListCommand.class, ProviderGetCommand.class},
    footer = {"", "Examples:", "  serai provider list"})
final class ProviderCommand {}
