package dev.serai.cli;

import com.grack.nanojson.JsonObject;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "update",
    description = "Rename a service account.",
    mixinStandardHelpOptions = true,
    footer = {"", "Examples:", "  serai service-account update ci --name build"})
final class ServiceAccountUpdateCommand extends UpdateCommand {
  @Option(names = "--name", required = true, paramLabel = "<name>", description = "The new one")
  String newName = "";

  ServiceAccountUpdateCommand() {
    super(Kind.SERVICE_ACCOUNT);
  }

  @Override
  Map<String, Object> changes(AdminApi api, JsonObject now) {
    return Map.of("name", newName);
  }
}
