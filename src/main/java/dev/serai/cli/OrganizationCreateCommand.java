package dev.serai.cli;

import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    name = "create",
    description = "Create an organization; only for who runs the installation.",
    mixinStandardHelpOptions = true,
    footer = {"", "Examples:", "  serai organization create acme"})
final class OrganizationCreateCommand extends CreateCommand {
  @Parameters(paramLabel = "<name>", description = "Unique in the installation")
  String name = "";

  OrganizationCreateCommand() {
    super(Kind.ORGANIZATION);
  }

  @Override
  Map<String, Object> wanted() {
    return Map.of("name", name);
  }
}
