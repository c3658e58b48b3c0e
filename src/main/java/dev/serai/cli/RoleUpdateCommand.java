package dev.serai.cli;

import com.grack.nanojson.JsonArray;
import com.grack.nanojson.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "update",
    description = "Change what a role allows, for everybody who has it.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  serai role update on-call --add virtualKeys:view",
      "  serai role update on-call --permission sessions:view,sessions:manage"
    })
final class RoleUpdateCommand extends UpdateCommand {
  @Option(
      names = "--permission",
      split = ",",
      paramLabel = "<resource:action>",
      description = "All that it shall allow; repeatable")
  @Nullable List<String> permissions;

  @Option(names = "--add", split = ",", paramLabel = "<resource:action>", description = "These too")
  List<String> more = List.of();

  @Option(
      names = "--remove",
      split = ",",
      paramLabel = "<resource:action>",
      description = "These no longer")
  List<String> fewer = List.of();

  RoleUpdateCommand() {
    super(Kind.ROLE);
  }

  @Override
  Map<String, Object> changes(AdminApi api, JsonObject now) {
    if (permissions == null && more.isEmpty() && fewer.isEmpty()) return Map.of();
    List<String> wanted = new ArrayList<>();
    if (permissions != null) wanted.addAll(permissions);
    else now.getArray("permissions", new JsonArray()).forEach(each -> wanted.add("" + each));
    wanted.addAll(more);
    wanted.removeAll(fewer);
    return Map.of("permissions", wanted.stream().distinct().toList());
  }
}
