package dev.serai.cli;

import com.grack.nanojson.JsonObject;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "request",
    description = "Ask an admin for a higher cap.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  serai budget request <limit> --cap 50 --reason \"release week\"",
      "  serai budget request <limit> --cap 50 --reason \"load test\" --json"
    })
final class BudgetRequestCommand extends GatewayCommand {
  @Parameters(paramLabel = "<limit>", description = "The limit's id (serai budget)")
  String limit = "";

  @Option(
      names = "--cap",
      required = true,
      paramLabel = "<amount>",
      description = "The cap you need in all, not what is added")
  String cap = "";

  @Option(
      names = "--reason",
      required = true,
      paramLabel = "<text>",
      description = "For the admin who decides")
  String reason = "";

  @Override
  public Integer call() {
    Map<String, Object> request = new LinkedHashMap<>();
    request.put("limit", limit);
    request.put("cap", Amount.parse(cap));
    request.put("reason", reason);
    JsonObject asked = api().post("/v1/budget/requests", request);
    if (json) {
      printJson(asked);
    } else {
      String id = Keys.text(asked, "id");
      terminal().made(id);
      terminal().done("asked for a cap of " + cap + " on limit " + limit + ", as request " + id);
      terminal().note("An admin answers it: serai limit approve " + id);
    }
    return ExitCode.DONE;
  }
}
