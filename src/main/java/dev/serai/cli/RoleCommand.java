package dev.serai.cli;

import picocli.CommandLine.Command;

@Command(
    name = "role",
    aliases = "roles",
    description = "Roles: what they allow, and who has which where.",
    synopsisSubcommandLabel =
        "{list | show | permissions | create | update | delete | bindings | bind | unbind}",
    mixinStandardHelpOptions = true,
    subcommands = {
      RoleListCommand.class,
      RoleShowCommand.class,
      RolePermissionsCommand.class,
      RoleCreateCommand.class,
      RoleUpdateCommand.class,
      RoleDeleteCommand.class,
      RoleBindingsCommand.class,
      RoleBindCommand.class,
      RoleUnbindCommand.class
    },
    footer = {
      "",
      "Examples:",
      "  serai role list",
      "  serai role bind team-admin --user ann@example.com --at-team payments"
    })
final class RoleCommand {}
