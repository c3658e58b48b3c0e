package dev.serai.cli;

import picocli.CommandLine.Command;

@Command(
    name = "organization",
    aliases = {"organizations", "org"},
    description = "Organizations: what teams, projects and users belong to.",
    synopsisSubcommandLabel = "{list | show | create | update}",
    mixinStandardHelpOptions = true,
    subcommands = {
      OrganizationListCommand.class,
      OrganizationShowCommand.class,
      OrganizationCreateCommand.class,
      OrganizationUpdateCommand.class
    },
    footer = {"", "Examples:", "  serai organization list"})
final class OrganizationCommand {}
