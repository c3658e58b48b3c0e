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
    description = "Create a project.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  serai project create checkout --team payments",
      "  ID=$(serai project create checkout)"
    })
final class ProjectCreateCommand extends CreateCommand {
  @Parameters(paramLabel = "<name>", description = "Unique in the organization")
  String name = "";

  @Option(names = "--team", paramLabel = "<id-or-name>", description = "Whose it is (nobody's)")
  @Nullable String team;

  ProjectCreateCommand() {
    super(Kind.PROJECT);
  }

  @Override
  Map<String, Object> wanted() {
    Map<String, Object> wanted = new LinkedHashMap<>(Map.of("name", name));
    if (team != null) wanted.put("team", Kind.TEAM.id(api(), team));
    return wanted;
  }

  @Override
  String next(JsonObject made) {
    return "Next: serai key create <name> --project " + name;
  }
}
