package dev.serai.cli;

import com.grack.nanojson.JsonObject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "create",
    description = "Make a limit; it is in force within a second.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footer = {
      "",
      "Examples:",
      "  serai limit create --scope key --target ci --measure usd --window month --cap 100",
      "  serai limit create --scope team --target payments --measure total-tokens \\",
      "      --window \"rolling 5h\" --cap 2000000 --provider anthropic --on-breach warn"
    })
final class LimitCreateCommand extends AdminCommand {
  @Option(
      names = "--scope",
      required = true,
      paramLabel = "<scope>",
      description = "organization, team, project, user, group-member, key, session or end-user")
  String scope = "";

  @Option(
      names = "--target",
      paramLabel = "<name>",
      description = "Whose: a name or an id; not for an organization")
  @Nullable String target;

  @Option(
      names = "--measure",
      required = true,
      paramLabel = "<measure>",
      description = "usd, requests, input-tokens, output-tokens or total-tokens")
  String measure = "";

  @Option(
      names = "--window",
      required = true,
      paramLabel = "<window>",
      description = "minute, hour, day, week, month, total, manual or \"rolling 5h\"")
  String window = "";

  @Option(names = "--cap", required = true, paramLabel = "<amount>", description = "100 or 0.25")
  String cap = "";

  @Option(
      names = "--time-zone",
      paramLabel = "<zone>",
      description = "Where days, weeks and months begin, such as Europe/Berlin (UTC)")
  @Nullable String timeZone;

  @Option(
      names = "--anchor",
      paramLabel = "<date>",
      description = "A day on which one of the windows begins, such as 2030-01-15")
  @Nullable String anchor;

  @Option(
      names = "--provider",
      paramLabel = "<name>",
      description = "Only calls to this provider; others go on without it")
  @Nullable String provider;

  @Option(
      names = "--model",
      paramLabel = "<pattern>",
      split = ",",
      description = "Only these models; * stands for anything. Repeatable")
  @Nullable List<String> models;

  @Mixin LimitTerms terms = new LimitTerms();

  @Option(names = "--allow-unreachable", description = "Even when no call can ever match it")
  boolean allowUnreachable;

  @Override
  public Integer call() {
    Map<String, Object> wanted = new LinkedHashMap<>();
    wanted.put("scope", scope);
    LimitTerms.put(wanted, "target", target);
    wanted.put("measure", measure);
    wanted.put("window", window);
    wanted.put("cap", Amount.parse(cap));
    LimitTerms.put(wanted, "timeZone", timeZone);
    LimitTerms.put(wanted, "anchor", anchor);
    LimitTerms.put(wanted, "provider", provider);
    LimitTerms.put(wanted, "models", models);
    terms.into(wanted);
    if (allowUnreachable) wanted.put("allowUnreachable", true);
    JsonObject limit = api().post("/api/limits", wanted, Api.once());
    String id = Keys.text(limit, "id");
    if (json) {
      printJson(limit);
    } else {
      terminal().made(id);
      terminal().done("created limit " + Limits.title(limit, terminal()));
      terminal().note("Next: serai limit get " + id);
    }
    return ExitCode.DONE;
  }
}
