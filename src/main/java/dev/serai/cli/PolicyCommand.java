package dev.serai.cli;

import picocli.CommandLine.Command;

@Command(
    name = "policy",
    aliases = "policies",
    description = "Routing policies: what they say, and how a request would be routed.",
    synopsisSubcommandLabel = "{list | get | explain | create | update | delete}",
    mixinStandardHelpOptions = true,
    subcommands = {
      PolicyListCommand.class,
      PolicyGetCommand.class,
      PolicyExplainCommand.class,
      PolicyCreateCommand.class,
      PolicyUpdateCommand.class,
      PolicyDeleteCommand.class
    },
    footer = {
      "",
      "Examples:",
      "  serai policy explain --key ci --model gpt-5",
      "  serai policy create standard -f policy.json"
    })
final class PolicyCommand {}
