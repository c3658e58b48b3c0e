package dev.serai.cli;

import picocli.CommandLine.Command;

@Command(
    name = "project",
    aliases = "projects",
    description = "Projects: what calls are attributed to.",
    synopsisSubcommandLabel = "{list | show | create | update | delete}",
    mixinStandardHelpOptions = true,
    subcommands = {
      ProjectListCommand.class,
      ProjectShowCommand.class,
      ProjectCreateCommand.class,
      ProjectUpdateCommand.class,
      ProjectDeleteCommand.class
    },
    footer = {"", "Examples:", "  serai project list", "  serai project create checkout"})
final class ProjectCommand {}
