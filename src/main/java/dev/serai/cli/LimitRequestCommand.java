package dev.serai.cli;

import com.grack.nanojson.JsonObject;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    name = "request",
    description = "Show one request for more, and what became of it.",
    mixinStandardHelpOptions = true,
    footer = {"", "Examples:", "  serai limit request <id>", "  serai limit request <id> --json"})
final class LimitRequestCommand extends AdminCommand {
  @Parameters(paramLabel = "<id>", description = "The request (serai limit requests)")
  String id = "";

  @Override
  public Integer call() {
    JsonObject request = api().get("/api/limit-requests/" + Api.encode(id), Map.of());
    if (json) printJson(request);
    else Fields.print(terminal(), request);
    return ExitCode.DONE;
  }
}
