package dev.serai.cli;

import com.grack.nanojson.JsonObject;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "update",
    description = "Rename an organization, or change its default policy.",
    mixinStandardHelpOptions = true,
    footer = {"", "Examples:", "  serai organization update acme --default-policy standard"})
final class OrganizationUpdateCommand extends UpdateCommand {
  @Option(names = "--name", paramLabel = "<name>", description = "The new one")
  @Nullable String newName;

  @Option(
      names = "--default-policy",
      paramLabel = "<name>",
      description = "Of keys and sessions that inherit none from a team; \"\" = none")
  @Nullable String defaultPolicy;

  OrganizationUpdateCommand() {
    super(Kind.ORGANIZATION);
  }

  @Override
  Map<String, Object> changes(AdminApi api, JsonObject now) {
    Map<String, Object> changes = new LinkedHashMap<>();
    LimitTerms.put(changes, "name", newName);
    LimitTerms.put(changes, "defaultPolicy", defaultPolicy);
    return changes;
  }
}
