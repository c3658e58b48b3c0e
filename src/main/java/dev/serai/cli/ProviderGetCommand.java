package dev.serai.cli;

import com.grack.nanojson.JsonArray;
import com.grack.nanojson.JsonObject;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    name = "get",
    aliases = "show",
    description = "One provider with its credentials, as JSON and without secrets.",
    mixinStandardHelpOptions = true,
    footer = {"", "Examples:", "  serai provider get openai"})
final class ProviderGetCommand extends AdminCommand {
  @Parameters(paramLabel = "<name>", description = "The provider (serai provider list)")
  String name = "";

  @Override
  public Integer call() {
    String path = "/api/providers/" + Api.encode(name);
    JsonObject provider = api().get(path, Map.of());
    provider.put("credentials", new JsonArray(Pages.all(api(), path + "/credentials")));
    printJson(provider);
    return ExitCode.DONE;
  }
}
