package dev.serai.cli;

import com.grack.nanojson.JsonArray;
import com.grack.nanojson.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;

@Command(
    name = "status",
    description = "Who you are, what is left, which settings are in use, and whether it is ready.",
    mixinStandardHelpOptions = true,
    footer = {"", "Examples:", "  serai status", "  serai status --json"})
final class StatusCommand extends AdminCommand {
  @Override
  public Integer call() {
    Settings settings = settings();
    if (!json) settings(settings).print(terminal());
    AdminApi api = api();
    JsonObject health = api.health();
    boolean known = !settings.token().value().isEmpty();
    Whoami who = known ? Whoami.ask(api) : new Whoami(new JsonObject(), Optional.empty());
    JsonObject budget = budget(settings);
    boolean ready = health.getBoolean("ready", false);
    if (json) {
      if (!who.me().isEmpty()) health.put("me", who.me());
      if (!budget.isEmpty()) health.put("limits", budget.getArray("limits", new JsonArray()));
      printJson(health);
    } else {
      checks(health, ready).print(terminal());
      who(who, known);
      List<JsonObject> limits = Limits.in(budget, "limits");
      if (!limits.isEmpty()) new LimitTable(terminal(), Instant.now()).print(limits);
    }
    return ready ? ExitCode.DONE : ExitCode.FAILED;
  }

  private static Table settings(Settings settings) {
    Table table = new Table().text("SETTING", "VALUE", "FROM");
    row(table, "admin-url", settings.adminUrl().value(), settings.adminUrl());
    row(table, "token", settings.token().hidden(), settings.token());
    row(table, "url", settings.url().value(), settings.url());
    row(table, "key", settings.key().hidden(), settings.key());
    table.row(List.of("client", Main.Version.text(), "this jar"));
    return table;
  }

  private static void row(Table table, String name, String shown, Settings.Setting setting) {
    table.row(List.of(name, shown, setting.source()));
  }

  private static Table checks(JsonObject health, boolean ready) {
    Table table = new Table().text("CHECK", "READY");
    JsonObject checks = health.getObject("checks", new JsonObject());
    checks.forEach((name, good) -> table.row(List.of(name, good.equals(true) ? "yes" : "no")));
    table.row(List.of("all", ready ? "yes" : "no"));
    return table;
  }

  private void who(Whoami who, boolean known) {
    Table table = new Table().text("WHO", "");
    if (!known) table.row(List.of("signed in", "no (serai login)"));
    else if (who.refused().isPresent())
      table.row(List.of("signed in", "no: " + who.refused().get().getMessage()));
    else table.row(List.of("signed in", who.words()));
    if (!who.me().isEmpty()) {
      table.row(List.of("organization", who.organization()));
      table.row(List.of("projects", who.projects()));
    }
    table.print(terminal());
  }

  /** Of the key that one calls with; a gateway that is away is told by the checks. */
  private static JsonObject budget(Settings settings) {
    if (settings.key().value().isEmpty()) return new JsonObject();
    try {
      return new GatewayApi(settings).get("/v1/budget", Map.of());
    } catch (Failure failure) {
      return new JsonObject();
    }
  }
}
