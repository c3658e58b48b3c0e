package dev.serai.cli;

import com.grack.nanojson.JsonObject;
import java.util.List;
import java.util.Map;
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
    table.row(List.of("token", token.value().isEmpty() ? "" : "(hidden)", token.source()));
    table.row(List.of("client", Main.Version.text(), "this jar"));
    if (!json) table.print(terminal());
    JsonObject status = api().get("/api/status", Map.of());
    if (json) {
      printJson(status);
    } else {
      Table gateway = new Table().text("GATEWAY", "");
      status.forEach((field, value) -> gateway.row(List.of(field, Keys.text(status, field))));
      gateway.print(terminal());
    }
    return "ready".equals(status.getString("state")) ? ExitCode.DONE : ExitCode.FAILED;
  }
}
