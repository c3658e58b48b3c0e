package dev.serai.cli;

import com.grack.nanojson.JsonObject;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "list",
    aliases = "ls",
    description = "List your sessions and what was used in them, newest first.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  serai session list --open",
      "  serai session list --all --user ann --json"
    })
final class SessionListCommand extends RowsCommand {
  @Option(names = "--all", description = "Other people's too, for admins")
  boolean all;

  @Option(names = "--open", description = "Only those that have not ended")
  boolean open;

  @Option(names = "--project", paramLabel = "<name>", description = "Only in this project")
  String project = "";

  @Option(names = "--user", paramLabel = "<name>", description = "Only this user's; with --all")
  String user = "";

  @Option(names = "--limit", paramLabel = "<n>", description = "At most so many (50)")
  int limit = 50;

  @Override
  String path() {
    return Sessions.path(all);
  }

  @Override
  Map<String, String> filter() {
    if (!user.isEmpty() && !all) throw Failure.usage("--user is about others", "add: --all");
    return Map.of("open", open ? "true" : "", "project", project, "principal", user);
  }

  @Override
  int most() {
    if (limit < 1) throw Failure.usage("--limit is too small", "expected: 1 or more");
    return limit;
  }

  @Override
  void complete(AdminApi api, List<JsonObject> items) {
    new Sessions(api, all).addUsage(items);
  }

  @Override
  void columns(Columns columns) {
    columns.text("ID", "id");
    if (all) columns.text("USER", "principal");
    columns
        .text("TOOL", "tool")
        .text("PROJECT", "project")
        .text("DEVICE", "device")
        .cell("STATE", each -> Sessions.state(each, columns.now()))
        .time("STARTED", "startedAt")
        .time("EXPIRES", "expiresAt")
        .number("REQUESTS", each -> used(each, "requests"))
        .number("TOKENS", each -> used(each, "tokens"))
        .number("COST USD", each -> used(each, "usd"))
        .cell("LIMITS", Sessions::limits)
        .spare("EXPIRES", "DEVICE", "LIMITS", "PROJECT", "TOKENS", "REQUESTS", "STARTED");
  }

  private String used(JsonObject session, String what) {
    JsonObject usage = session.getObject("usage", new JsonObject());
    if (usage.isEmpty() || what.equals("usd") && usage.isNull("costUsd")) return "";
    BigDecimal amount =
        switch (what) {
          case "tokens" -> Sessions.tokens(usage);
          case "usd" -> Amount.number(usage, "costUsd");
          default -> Amount.number(usage, what);
        };
    if (!terminal().showsTables()) return amount.toPlainString();
    return String.format(Locale.ROOT, what.equals("usd") ? "%,.4f" : "%,.0f", amount);
  }

  @Override
  String none() {
    return open ? "No open sessions." : "No sessions. Next: serai launch <tool>";
  }
}
