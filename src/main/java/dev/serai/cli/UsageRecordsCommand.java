package dev.serai.cli;

import com.grack.nanojson.JsonObject;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "records",
    description = "List single calls, newest first; takes gatewayLogs:view.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  serai usage records --outcome refused",
      "  serai usage records --key ci --limit 500 --json"
    })
final class UsageRecordsCommand extends RowsCommand {
  private static final List<String> IN =
      List.of("input", "inputAudio", "cacheRead", "cacheReadAudio", "cacheWrite5m", "cacheWrite1h");
  private static final List<String> OUT = List.of("output", "outputAudio", "reasoning");

  @Option(names = "--key", paramLabel = "<id-or-name>", description = "Only of this key")
  String key = "";

  @Option(names = "--model", paramLabel = "<name>", description = "Only of this model")
  String model = "";

  @Option(
      names = "--outcome",
      paramLabel = "{served | refused | failed | abandoned}",
      description = "Only those that came to this")
  String outcome = "";

  @Option(names = "--limit", paramLabel = "<n>", description = "At most so many (50)")
  int limit = 50;

  @Override
  String path() {
    return "/api/usage/records";
  }

  @Override
  Map<String, String> filter() {
    return Map.of("key", key, "model", model, "outcome", outcome);
  }

  @Override
  int most() {
    if (limit < 1) throw Failure.usage("--limit is too small", "expected: 1 or more");
    return limit;
  }

  @Override
  void columns(Columns columns) {
    columns
        .time("STARTED", "startedAt")
        .cell("MODEL", UsageRecordsCommand::model)
        .text("PROVIDER", "provider")
        .text("TOOL", "clientTool")
        .text("OUTCOME", "outcome")
        .number("STATUS", each -> Keys.text(each, "status"))
        .text("REASON", "reason")
        .number("IN", each -> sum(each, IN))
        .number("OUT", each -> sum(each, OUT))
        .number("COST USD", each -> Keys.text(each, "costUsd"))
        .text("REQUEST", "requestId")
        .spare("REQUEST", "TOOL", "PROVIDER", "REASON", "STATUS", "IN", "OUT");
  }

  private static String model(JsonObject call) {
    String model = Keys.text(call, "model");
    return model.isEmpty() ? Keys.text(call, "requestedModel") : model;
  }

  private static String sum(JsonObject call, List<String> counts) {
    JsonObject usage = call.getObject("usage", new JsonObject());
    return counts.stream()
        .map(name -> Amount.number(usage, name))
        .reduce(BigDecimal.ZERO, BigDecimal::add)
        .toPlainString();
  }

  @Override
  String none() {
    return "No calls.";
  }
}
