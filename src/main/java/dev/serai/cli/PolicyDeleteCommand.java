package dev.serai.cli;

import picocli.CommandLine.Command;

@Command(
    name = "delete",
    aliases = "rm",
    description = "Delete a routing policy that nobody uses.",
    mixinStandardHelpOptions = true,
    footer = {"", "Examples:", "  serai policy delete strict", "  serai policy rm strict --yes"})
final class PolicyDeleteCommand extends DeleteCommand {
  PolicyDeleteCommand() {
    super(Kind.POLICY);
  }
}
