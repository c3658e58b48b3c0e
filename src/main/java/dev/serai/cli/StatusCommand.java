package dev.serai.cli;

import com.grack.nanojson.JsonObject;
import java.util.List;
import picocli.CommandLine.Command;

@Command(
    name = "status",
    description = "Is the gateway ready, and which setting comes from where.",
    mixinStandardHelpOptions = true,
    footer = {"", "Examples:", "  serai status", "  serai status --json"})
final class StatusCommand extends AdminCommand {
  @Override
  public Integer call() {
    Settings settings = settings();
    Table table = new Table().text("SETTING", "VALUE", "FROM");
    Settings.Setting token = settings.token();
    table.row(List.of("admin-url", settings.adminUrl().value(), settings.adminUrl().source()));
    table.row(List.of("token", token.hidden(), token.source()));
    table.row(List.of("url", settings.url().value(), settings.url().source()));
    table.row(List.of("key", settings.key().hidden(), settings.key().source()));
    table.row(List.of("client", Main.Version.text(), "this jar"));
    if (!json) table.print(terminal());
    JsonObject health = api().health();
    if (json) {
      printJson(health);
    } else {
      Table gateway = new Table().text("CHECK", "READY");
      JsonObject checks = health.getObject("checks", new JsonObject());
      checks.forEach(
          (name, ready) -> gateway.row(List.of(name, ready.equals(true) ? "yes" : "no")));
      gateway.row(List.of("gateway", health.getBoolean("ready") ? "yes" : "no"));
      gateway.print(terminal());
    }
    return health.getBoolean("ready") ? ExitCode.DONE : ExitCode.FAILED;
  }
}
