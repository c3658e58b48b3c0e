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
    description = {
      "See or set what a session of yours may use in all, while it runs; what it has used counts.",
      "Limits that an administrator set on it stay, and hold as well."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footer = {
      "",
      "Examples:",
      "  serai session limit <id>",
      "  serai session limit <id> --usd 5 --requests none",
      "  serai session limit <id> --usd 5 --all"
    })
final class SessionLimitCommand extends AdminCommand {
  private static final String NONE = "none";

  @Parameters(paramLabel = "<id>", description = "The session (serai session list)")
  String id = "";

  @Option(
      names = "--usd",
      paramLabel = "{<amount> | none}",
      description = "Dollars in all: 5 or 0.25; none takes the limit away")
  @Nullable String usd;

  @Option(names = "--requests", paramLabel = "{<n> | none}", description = "Requests in all")
  @Nullable String requests;

  @Option(
      names = "--tokens",
      paramLabel = "{<n> | none}",
      description = "Tokens in all, in and out")
  @Nullable String tokens;

  @Option(names = "--all", description = "Another's too, with a permission on limits")
  boolean all;

  @Override
  public Integer call() {
    Map<String, String> caps = new LinkedHashMap<>();
    if (usd != null) caps.put("usd", usd);
    if (requests != null) caps.put("requests", requests);
    if (tokens != null) caps.put("total-tokens", tokens);
    caps.values().stream().filter(cap -> !cap.equals(NONE)).forEach(Amount::parse);
    AdminApi api = api();
    List<JsonObject> limits = all ? anybodys(api, caps) : own(api, caps);
    if (json) {
      JsonObject answer = new JsonObject();
      answer.put("items", new JsonArray(limits));
      printJson(answer);
    } else if (limits.isEmpty()) {
      terminal().note("No limits of its own. Next: serai session limit " + id + " --usd 5");
    } else {
      new LimitTable(terminal(), Instant.now()).print(limits);
      if (!all) limits.stream().filter(each -> !mine(each)).forEach(this::tell);
    }
    return ExitCode.DONE;
  }

  private List<JsonObject> own(AdminApi api, Map<String, String> caps) {
    Sessions sessions = new Sessions(api, false);
    List<JsonObject> there = sessions.limits(id);
    if (caps.isEmpty()) return there;
    Map<String, BigDecimal> wanted = new LinkedHashMap<>();
    there.stream()
        .filter(SessionLimitCommand::mine)
        .forEach(each -> wanted.put(Keys.text(each, "measure"), Amount.number(each, "cap")));
    caps.forEach(
        (measure, cap) -> {
          if (cap.equals(NONE)) wanted.remove(measure);
          else wanted.put(measure, Amount.parse(cap));
        });
    Map<String, BigDecimal> body = new LinkedHashMap<>();
    wanted.forEach((measure, cap) -> body.put(Sessions.field(measure), cap));
    sessions.limit(id, body);
    return sessions.limits(id);
  }

  private static boolean mine(JsonObject limit) {
    return Keys.text(limit, "managedBy").equals("user");
  }

  private void tell(JsonObject limit) {
    terminal()
        .note(
            "An administrator set "
                + Limits.amount(limit, "cap", limit).words(terminal())
                + "; more of it: serai budget request "
                + Keys.text(limit, "id")
                + " --cap <amount> --reason <text>");
  }

  private List<JsonObject> anybodys(AdminApi api, Map<String, String> caps) {
    Map<String, String> filter = Map.of("scope", "session", "target", id, "measure", "");
    List<JsonObject> before = new Limits(api).all(filter);
    caps.forEach((measure, cap) -> set(api, before, measure, cap));
    return caps.isEmpty() ? before : new Limits(api).all(filter);
  }

  /** Another cap for the limits that it has in this measure, or its first one. */
  private void set(AdminApi api, List<JsonObject> there, String measure, String cap) {
    List<JsonObject> known =
        there.stream().filter(limit -> measure.equals(Keys.text(limit, "measure"))).toList();
    for (JsonObject limit : known) {
      String path = Limits.path(Keys.text(limit, "id"));
      if (cap.equals(NONE)) api.delete(path);
      else api.patch(path, Map.of("cap", Amount.parse(cap)));
    }
    if (!known.isEmpty() || cap.equals(NONE)) return;
    Map<String, Object> wanted = new LinkedHashMap<>();
    wanted.put("scope", "session");
    wanted.put("target", id);
    wanted.put("measure", measure);
    wanted.put("window", "total");
    wanted.put("cap", Amount.parse(cap));
    api.post("/api/limits", wanted, Api.once());
  }
}
