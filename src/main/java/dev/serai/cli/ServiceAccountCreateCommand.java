package dev.serai.cli;

import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    name = "create",
    description = "Create a service account.",
    mixinStandardHelpOptions = true,
    footer = {"", "Examples:", "  serai service-account create ci"})
final class ServiceAccountCreateCommand extends CreateCommand {
  @Parameters(paramLabel = "<name>", description = "Unique in the organization")
  String name = "";

  ServiceAccountCreateCommand() {
    super(Kind.SERVICE_ACCOUNT);
  }

  @Override
  Map<String, Object> wanted() {
    return Map.of("name", name);
  }
}
