package dev.serai.cli;

import com.grack.nanojson.JsonArray;
import com.grack.nanojson.JsonObject;
import dev.serai.cli.signin.SignInFailure;
import java.util.Map;
import java.util.function.Supplier;
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
    Supplier<Settings.Setting> credential = KeptSignIn.orToken(settings, env());
    AdminApi api = new AdminApi(settings, credential);
    StatusPage page = new StatusPage(terminal(), settings);
    JsonObject health;
    try {
      health = api.health();
    } catch (Failure away) {
      if (!json) page.printSettings();
      throw away;
    }
    Whoami who = Whoami.ask(api, credential);
    JsonObject budget = budget(settings, credential, who);
    if (json) printJson(record(health, who, budget, settings));
    else page.print(health, who, source(who, credential), Limits.in(budget, "limits"));
    return health.getBoolean("ready", false) ? ExitCode.DONE : ExitCode.FAILED;
  }

  private static String source(Whoami who, Supplier<Settings.Setting> credential) {
    return who.refused().isPresent() ? "" : credential.get().source();
  }

  private static JsonObject record(
      JsonObject health, Whoami who, JsonObject budget, Settings settings) {
    if (!who.me().isEmpty()) health.put("me", who.me());
    if (!budget.isEmpty()) health.put("limits", budget.getArray("limits", new JsonArray()));
    JsonArray all = new JsonArray();
    settings
        .forPeople()
        .forEach(
            (name, setting) -> {
              JsonObject one = new JsonObject();
              one.put("name", name);
              one.put("value", setting.value());
              one.put("from", setting.source());
              all.add(one);
            });
    health.put("settings", all);
    return health;
  }

  /**
   * Of the key, or of the newest session that is open; a gateway that is away, or takes neither, is
   * told elsewhere.
   */
  private static JsonObject budget(
      Settings settings, Supplier<Settings.Setting> credential, Whoami who) {
    try {
      if (!settings.key().value().isEmpty())
        return new GatewayApi(settings).get("/v1/budget", Map.of());
      if (who.me().isEmpty()) return new JsonObject();
      return GatewayCommand.asNewestSession(settings, credential)
          .map(gateway -> gateway.get("/v1/budget", Map.of()))
          .orElseGet(JsonObject::new);
    } catch (Failure | SignInFailure failure) {
      return new JsonObject();
    }
  }
}
