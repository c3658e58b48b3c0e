package dev.serai.cli;

import com.grack.nanojson.JsonObject;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "update",
    description = "Rename a project, or move it and its keys to another team.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  serai project update checkout --name cart",
      "  serai project update checkout --team payments"
    })
final class ProjectUpdateCommand extends UpdateCommand {
  @Option(names = "--name", paramLabel = "<name>", description = "The new one")
  @Nullable String newName;

  @Option(
      names = "--team",
      paramLabel = "<id-or-name>",
      description = "Whose it shall be; \"\" = nobody's")
  @Nullable String team;

  ProjectUpdateCommand() {
    super(Kind.PROJECT);
  }

  @Override
  Map<String, Object> changes(AdminApi api, JsonObject now) {
    Map<String, Object> changes = new LinkedHashMap<>();
    LimitTerms.put(changes, "name", newName);
    if (team != null) changes.put("team", team.isEmpty() ? "" : Kind.TEAM.id(api, team));
    return changes;
  }
}
