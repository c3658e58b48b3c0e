package dev.serai.cli;

import com.grack.nanojson.JsonObject;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "create",
    description = "Create a provider; it serves as soon as it has a credential.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  serai provider create openai --type openai",
      "  serai provider create local --type openai-compatible --url http://127.0.0.1:11434/v1"
    })
final class ProviderCreateCommand extends CreateCommand {
  @Parameters(paramLabel = "<name>", description = "Unique; models are asked for as <name>/<model>")
  String name = "";

  @Option(names = "--type", required = true, paramLabel = "<type>", description = "Such as openai")
  String type = "";

  @Mixin ProviderFields fields = new ProviderFields();

  ProviderCreateCommand() {
    super(Kind.PROVIDER);
  }

  @Override
  Map<String, Object> wanted() {
    Map<String, Object> wanted = new LinkedHashMap<>();
    wanted.put("name", name);
    wanted.put("type", type);
    return fields.into(wanted);
  }

  @Override
  String next(JsonObject made) {
    return "Next: serai provider credential add " + name + " main --secret-env <variable>";
  }
}
