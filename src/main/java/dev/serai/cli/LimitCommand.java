package dev.serai.cli;

import picocli.CommandLine.Command;

@Command(
    name = "limit",
    aliases = "limits",
    description =
        "Cap spend, requests and tokens; see what is used; answer those who ask for more.",
    synopsisSubcommandLabel =
        "{create | list | get | members | explain | update | raise | reset | pause | resume | delete"
            + " | requests | request | approve | deny}",
    mixinStandardHelpOptions = true,
    subcommands = {
      LimitCreateCommand.class,
      LimitListCommand.class,
      LimitGetCommand.class,
      LimitMembersCommand.class,
      LimitExplainCommand.class,
      LimitUpdateCommand.class,
      LimitRaiseCommand.class,
      LimitResetCommand.class,
      LimitPauseCommand.class,
      LimitResumeCommand.class,
      LimitDeleteCommand.class,
      LimitRequestsCommand.class,
      LimitRequestCommand.class,
      LimitApproveCommand.class,
      LimitDenyCommand.class
    },
    footer = {
      "",
      "Examples:",
      "  serai limit create --scope key --target ci --measure usd --window month --cap 100",
      "  serai limit list --scope key"
    })
final class LimitCommand {}
