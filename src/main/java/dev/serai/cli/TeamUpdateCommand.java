package dev.serai.cli;

import com.grack.nanojson.JsonObject;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "update",
    description = "Rename a team, or change its default policy.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  serai team update payments --name billing",
      "  serai team update payments --default-policy standard"
    })
final class TeamUpdateCommand extends UpdateCommand {
  @Option(names = "--name", paramLabel = "<name>", description = "The new one")
  @Nullable String newName;

  @Option(
      names = "--default-policy",
      paramLabel = "<name>",
      description = "Of keys and sessions without one of their own; \"\" = none")
  @Nullable String defaultPolicy;

  TeamUpdateCommand() {
    super(Kind.TEAM);
  }

  @Override
  Map<String, Object> changes(AdminApi api, JsonObject now) {
    Map<String, Object> changes = new LinkedHashMap<>();
    LimitTerms.put(changes, "name", newName);
    LimitTerms.put(changes, "defaultPolicy", defaultPolicy);
    return changes;
  }
}
