package dev.serai.cli;

import com.grack.nanojson.JsonObject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "create",
    description = "Make a role of the organization's own.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  serai role create on-call --permission sessions:view,sessions:manage"
    })
final class RoleCreateCommand extends CreateCommand {
  @Parameters(paramLabel = "<name>", description = "Unique in the organization")
  String name = "";

  @Option(
      names = "--permission",
      required = true,
      split = ",",
      paramLabel = "<resource:action>",
      description = "What it allows; repeatable")
  List<String> permissions = List.of();

  RoleCreateCommand() {
    super(Kind.ROLE);
  }

  @Override
  Map<String, Object> wanted() {
    Map<String, Object> wanted = new LinkedHashMap<>(Map.of("name", name));
    wanted.put("permissions", permissions);
    return wanted;
  }

  @Override
  String next(JsonObject made) {
    return "Next: serai role bind " + name + " --user <name>";
  }
}
