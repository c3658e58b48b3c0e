package dev.serai.cli;

import com.grack.nanojson.JsonObject;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "create",
    description = "Create a team; those of Keycloak's groups come by themselves at sign-in.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  serai team create payments",
      "  serai team create payments --default-policy standard"
    })
final class TeamCreateCommand extends CreateCommand {
  @Parameters(paramLabel = "<name>", description = "Unique in the organization")
  String name = "";

  @Option(
      names = "--default-policy",
      paramLabel = "<name>",
      description = "Of keys and sessions without one of their own")
  @Nullable String defaultPolicy;

  TeamCreateCommand() {
    super(Kind.TEAM);
  }

  @Override
  Map<String, Object> wanted() {
    Map<String, Object> wanted = new LinkedHashMap<>(Map.of("name", name));
    LimitTerms.put(wanted, "defaultPolicy", defaultPolicy);
    return wanted;
  }

  @Override
  String next(JsonObject made) {
    return "Next: serai project create <name> --team " + name;
  }
}
