package dev.serai.cli;

import picocli.CommandLine.Command;

@Command(
    name = "provider",
    aliases = "providers",
    description = "Who serves models: providers and their credentials.",
    synopsisSubcommandLabel = "{list | get | create | update | delete | credential}",
    mixinStandardHelpOptions = true,
    subcommands = {
      ProviderListCommand.class,
      ProviderGetCommand.class,
      ProviderCreateCommand.class,
      ProviderUpdateCommand.class,
      ProviderDeleteCommand.class,
      CredentialCommand.class
    },
    footer = {
      "",
      "Examples:",
      "  serai provider create openai --type openai",
      "  serai provider credential add openai main --secret-env OPENAI_API_KEY"
    })
final class ProviderCommand {}
