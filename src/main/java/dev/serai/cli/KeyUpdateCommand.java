package dev.serai.cli;

import com.grack.nanojson.JsonObject;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "update",
    description = "Change a key's policy, rate, expiry or metadata; its secret stays.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  serai key update ci --expires 90d",
      "  serai key update ci --policy standard --requests-per-minute 60"
    })
final class KeyUpdateCommand extends KeyChange {
  @Option(
      names = "--policy",
      paramLabel = "<name>",
      description = "Routing policy; \"\" = the default one")
  @Nullable String policy;

  @Option(names = "--requests-per-minute", paramLabel = "<n>", description = "0 = no limit")
  @Nullable Integer requestsPerMinute;

  @Option(
      names = "--expires",
      paramLabel = "{<30d> | <time> | never}",
      description = "When it ends")
  @Nullable String expires;

  @Option(
      names = "--metadata",
      paramLabel = "<name>=<value>",
      description = "In place of what it has; repeatable")
  @Nullable Map<String, String> metadata;

  @Override
  public Integer call() {
    Map<String, Object> changes = new LinkedHashMap<>();
    LimitTerms.put(changes, "policy", policy);
    LimitTerms.put(changes, "requestsPerMinute", requestsPerMinute);
    LimitTerms.put(changes, "metadata", metadata);
    if (expires != null)
      changes.put(
          "expiresAt",
          expires.equals("never") ? null : Expiry.parse(expires, Instant.now()).toString());
    if (changes.isEmpty())
      throw Failure.usage(
          "nothing to change", "no option says what", "try: serai key update --help");
    notMine("updated");
    AdminApi api = api();
    Api.Versioned before = api.read("/api/keys/" + Keys.text(find(), "id"));
    JsonObject changed =
        api.patch("/api/keys/" + Keys.text(before.body(), "id"), changes, before.unchanged());
    if (json) printJson(changed);
    else terminal().done("updated key " + Keys.title(changed));
    return ExitCode.DONE;
  }
}
