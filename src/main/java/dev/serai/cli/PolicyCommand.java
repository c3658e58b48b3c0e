package dev.serai.cli;

import picocli.CommandLine.Command;

@Command(
    name = "policy",
    aliases = "policies",
    description = "Routing policies: see them, and how a request would be routed.",
    synopsisSubcommandLabel = "{list | get | explain}",
    mixinStandardHelpOptions = true,
    subcommands = {PolicyListCommand.class, PolicyGetCommand.class, PolicyExplainCommand.class},
    footer = {"", "Examples:", "  serai policy explain --key ci --model gpt-5"})
final class PolicyCommand {}
