package dev.serai.cli;

import com.grack.nanojson.JsonObject;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "create",
    description = "Create a routing policy from JSON, in the form that `policy get` prints.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  serai policy create standard -f policy.json",
      "  serai policy get standard | serai policy create strict -f -"
    })
final class PolicyCreateCommand extends CreateCommand {
  @Parameters(arity = "0..1", paramLabel = "<name>", description = "Instead of the file's")
  String name = "";

  @Option(names = "-f", paramLabel = "<file>", required = true, description = "- = standard input")
  String file = "";

  PolicyCreateCommand() {
    super(Kind.POLICY);
  }

  @Override
  Map<String, Object> wanted() {
    Map<String, Object> wanted = JsonFile.read(file, terminal());
    wanted.remove("managedBy");
    boolean copy = !name.isEmpty() && !name.equals(wanted.getOrDefault("name", name));
    if (copy) wanted.put("default", false); // the one it was made from stays the default
    if (!name.isEmpty()) wanted.put("name", name);
    return wanted;
  }

  @Override
  String next(JsonObject made) {
    return "Next: serai key create <name> --policy " + Keys.text(made, "name");
  }
}
