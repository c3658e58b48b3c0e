package dev.serai.cli;

import com.grack.nanojson.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Command;

@Command(
    name = "budget",
    description = {
      "The limits that hold your own key, and what is left of them; without a key in SERAI_KEY",
      "those of the newest session that you have open."
    },
    synopsisSubcommandLabel = "[request]",
    mixinStandardHelpOptions = true,
    subcommands = BudgetRequestCommand.class,
    footer = {
      "",
      "Examples:",
      "  serai budget",
      "  serai budget --session <id>",
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
      session(budget);
      terminal().note("No limits hold this " + (budget.has("session") ? "session." : "key."));
    } else {
      session(budget);
      new LimitTable(terminal(), Instant.now()).print(limits);
      if (terminal().showsTables())
        terminal().note("More: serai budget request <id> --cap <amount> --reason <text>");
    }
    return ExitCode.DONE;
  }

  /** Above the table, for people: what was used, whether there is a limit or not. */
  private void session(JsonObject budget) {
    JsonObject session = budget.getObject("session", new JsonObject());
    if (session.isEmpty() || !terminal().showsTables()) return;
    String cost = String.format(Locale.ROOT, "%,.4f USD", Amount.number(session, "usd"));
    if (Amount.number(session, "unpriced").signum() > 0) cost += ", without what has no price";
    terminal()
        .note(
            String.format(
                Locale.ROOT,
                "session %s · %,d requests · %,d tokens · %s",
                Table.safe(Keys.text(session, "id")),
                Amount.number(session, "requests").longValue(),
                Amount.number(session, "tokens").longValue(),
                cost));
  }
}
