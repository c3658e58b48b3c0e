package dev.serai.cli;

import picocli.CommandLine.Command;

@Command(
    name = "api-key",
    aliases = "api-keys",
    description = "Keys of programs for the admin API.",
    synopsisSubcommandLabel = "{list | show | create | revoke}",
    mixinStandardHelpOptions = true,
    subcommands = {
      ApiKeyListCommand.class,
      ApiKeyShowCommand.class,
      ApiKeyCreateCommand.class,
      ApiKeyRevokeCommand.class
    },
    footer = {"", "Examples:", "  serai api-key create backup --permission auditLog:view"})
final class ApiKeyCommand {}
