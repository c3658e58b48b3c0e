package dev.serai.cli;

import picocli.CommandLine.Command;

@Command(
    name = "session",
    aliases = "sessions",
    description = "Uses of tools: who works with what, what it costs, and how to end it.",
    synopsisSubcommandLabel = "{list | show | limit | revoke}",
    mixinStandardHelpOptions = true,
    subcommands = {
      SessionListCommand.class,
      SessionShowCommand.class,
      SessionLimitCommand.class,
      SessionRevokeCommand.class
    },
    footer = {"", "Examples:", "  serai session list --open", "  serai session revoke <id>"})
final class SessionCommand {}
