package dev.serai.cli;

import com.grack.nanojson.JsonArray;
import com.grack.nanojson.JsonObject;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "usage",
    description = "What was asked, how many tokens it took and what it cost.",
    synopsisSubcommandLabel = "[records]",
    mixinStandardHelpOptions = true,
    subcommands = UsageRecordsCommand.class,
    footer = {
      "",
      "Examples:",
      "  serai usage --last 7d --by project --json",
      "  serai usage --mine --by session",
      "  serai usage --watch --by tool"
    })
final class UsageCommand extends AdminCommand {
  enum By {
    model,
    provider,
    tool,
    key,
    session,
    user,
    project,
    team,
    organization
  }

  @Option(names = "--last", paramLabel = "<24h>", description = "How far back: 90m, 24h, 7d")
  String last = "24h";

  @Option(names = "--by", paramLabel = "<what>", description = "${COMPLETION-CANDIDATES} (model)")
  By by = By.model;

  @Option(names = "--mine", description = "Only your own; needs no permission")
  boolean mine;

  @Option(names = "--session", paramLabel = "<id>", description = "Only of this session")
  String session = "";

  @Option(
      names = "--watch",
      description = "Draw it again and again at a terminal, append lines in a pipe; until Ctrl-C")
  boolean watch;

  @Option(names = "--every", paramLabel = "<seconds>", description = "How often to look (2)")
  double every = 2;

  @Override
  public Integer call() {
    Expiry.span(last);
    if (!(every >= 0.01 && every <= 86_400)) // what is no number either
    throw Failure.usage("--every is out of range", "expected: 0.01 to 86400 seconds");
    Map<String, String> query = new LinkedHashMap<>(Map.of("last", last, "by", by.name()));
    if (!session.isEmpty()) query.put("session", session);
    AdminApi api = api();
    Supplier<JsonObject> ask = () -> api.get(mine ? "/api/me/usage" : "/api/usage", query);
    UsageTable table = new UsageTable(terminal(), by.name());
    if (watch)
      new UsageWatch(terminal(), table, json, title())
          .run(ask, Duration.ofNanos((long) (every * 1e9)));
    else show(ask.get(), table);
    return ExitCode.DONE;
  }

  /** "Your usage by session, last 24h". */
  private String title() {
    String whose = mine ? "Your usage" : "Usage";
    String of = session.isEmpty() ? "" : " of session " + Table.safe(session);
    return whose + of + " by " + by.name() + ", last " + last;
  }

  private void show(JsonObject answer, UsageTable table) {
    if (json) printJson(answer);
    else if (answer.getArray("rows", new JsonArray()).isEmpty())
      terminal().note("No requests in the last " + last + ".");
    else table.of(answer, Integer.MAX_VALUE).print(terminal());
  }
}
