package dev.serai.cli;

import com.grack.nanojson.JsonArray;
import com.grack.nanojson.JsonObject;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "limit",
    description = "See or set what a session may use in all; needs a permission on limits.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footer = {
      "",
      "Examples:",
      "  serai session limit <id>",
      "  serai session limit <id> --usd 5 --requests 200"
    })
final class SessionLimitCommand extends AdminCommand {
  @Parameters(paramLabel = "<id>", description = "The session (serai session list)")
  String id = "";

  @Option(names = "--usd", paramLabel = "<amount>", description = "Dollars in all: 5 or 0.25")
  @Nullable String usd;

  @Option(names = "--requests", paramLabel = "<n>", description = "Requests in all")
  @Nullable String requests;

  @Option(names = "--tokens", paramLabel = "<n>", description = "Tokens in all, in and out")
  @Nullable String tokens;

  @Override
  public Integer call() {
    Map<String, String> caps = new LinkedHashMap<>();
    if (usd != null) caps.put("usd", usd);
    if (requests != null) caps.put("requests", requests);
    if (tokens != null) caps.put("total-tokens", tokens);
    AdminApi api = api();
    Map<String, String> filter = Map.of("scope", "session", "target", id, "measure", "");
    List<JsonObject> before = new Limits(api).all(filter);
    caps.forEach((measure, cap) -> set(api, before, measure, Amount.parse(cap)));
    List<JsonObject> limits = caps.isEmpty() ? before : new Limits(api).all(filter);
    if (json) {
      JsonObject answer = new JsonObject();
      answer.put("items", new JsonArray(limits));
      printJson(answer);
    } else if (limits.isEmpty()) {
      terminal().note("No limits of its own. Next: serai session limit " + id + " --usd 5");
    } else {
      new LimitTable(terminal(), Instant.now()).print(limits);
    }
    return ExitCode.DONE;
  }

  /** Another cap for the limit that it has in this measure, or its first one. */
  private void set(AdminApi api, List<JsonObject> there, String measure, BigDecimal cap) {
    for (JsonObject limit : there) {
      if (!measure.equals(Keys.text(limit, "measure"))) continue;
      new Limits(api).change(Keys.text(limit, "id"), Map.of("cap", cap));
      return;
    }
    Map<String, Object> wanted = new LinkedHashMap<>();
    wanted.put("scope", "session");
    wanted.put("target", id);
    wanted.put("measure", measure);
    wanted.put("window", "total");
    wanted.put("cap", cap);
    api.post("/api/limits", wanted, Api.once());
  }
}
