package dev.serai.cli;

import picocli.CommandLine.Command;

@Command(
    name = "show",
    aliases = "get",
    description = "Show one organization.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  serai organization show acme",
      "  serai organization show acme --json"
    })
final class OrganizationShowCommand extends ShowCommand {
  OrganizationShowCommand() {
    super(Kind.ORGANIZATION);
  }
}
