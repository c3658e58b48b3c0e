package dev.serai.cli;

import com.grack.nanojson.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;

@Command(
    name = "budget",
    description = "The limits that hold your own key, and what is left of them.",
    synopsisSubcommandLabel = "[request]",
    mixinStandardHelpOptions = true,
    subcommands = BudgetRequestCommand.class,
    footer = {
      "",
      "Examples:",
      "  SERAI_KEY=vk-lw-… serai budget",
      "  serai budget --key-env ANTHROPIC_AUTH_TOKEN --json"
    })
final class BudgetCommand extends GatewayCommand {
  @Override
  public Integer call() {
    JsonObject budget = api().get("/v1/budget", Map.of());
    List<JsonObject> limits = Limits.in(budget, "limits");
    if (json) {
      printJson(budget);
    } else if (limits.isEmpty()) {
      terminal().note("No limits hold this key.");
    } else {
      new LimitTable(terminal(), Instant.now()).print(limits);
      if (terminal().showsTables())
        terminal().note("More: serai budget request <id> --cap <amount> --reason <text>");
    }
    return ExitCode.DONE;
  }
}
