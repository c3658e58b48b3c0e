package dev.serai.cli;

import com.grack.nanojson.JsonObject;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "update",
    description = "Change a routing policy by JSON; fields that are left out stay.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  serai policy update standard -f policy.json",
      "  echo '{\"default\": true}' | serai policy update standard -f -"
    })
final class PolicyUpdateCommand extends UpdateCommand {
  @Option(names = "-f", paramLabel = "<file>", required = true, description = "- = standard input")
  String file = "";

  PolicyUpdateCommand() {
    super(Kind.POLICY);
  }

  @Override
  Map<String, Object> changes(AdminApi api, JsonObject now) {
    Map<String, Object> changes = JsonFile.read(file, terminal());
    changes.remove("name");
    changes.remove("managedBy");
    return changes;
  }
}
