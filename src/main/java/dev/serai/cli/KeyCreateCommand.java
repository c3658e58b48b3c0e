package dev.serai.cli;

import com.grack.nanojson.JsonObject;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "create",
    description = "Create a virtual key; its secret is printed once, alone on standard output.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  serai key create ci --project checkout --requests-per-minute 60",
      "  export ANTHROPIC_AUTH_TOKEN=$(serai key create laptop --expires 30d)"
    })
final class KeyCreateCommand extends AdminCommand {
  @Parameters(paramLabel = "<name>", description = "Unique in its project")
  String name = "";

  @Option(names = "--project", paramLabel = "<name>", description = "Default: default")
  @Nullable String project;

  @Option(names = "--policy", paramLabel = "<name>", description = "Default: the default policy")
  @Nullable String policy;

  @Option(names = "--requests-per-minute", paramLabel = "<n>", description = "Default: no limit")
  @Nullable Integer requestsPerMinute;

  @Option(names = "--expires", paramLabel = "{<30d> | <time>}", description = "Default: never")
  @Nullable String expires;

  @Option(names = "--metadata", paramLabel = "<name>=<value>", description = "Repeatable")
  Map<String, String> metadata = Map.of();

  @Override
  public Integer call() {
    Map<String, Object> asked = new LinkedHashMap<>();
    asked.put("name", name);
    if (project != null) asked.put("project", project);
    if (policy != null) asked.put("policy", policy);
    if (requestsPerMinute != null) asked.put("requestsPerMinute", requestsPerMinute);
    if (expires != null) asked.put("expiresAt", Expiry.parse(expires, Instant.now()).toString());
    if (!metadata.isEmpty()) asked.put("metadata", metadata);
    JsonObject issued = api().post("/api/keys", asked, Api.once());
    if (json) {
      printJson(issued);
    } else {
      JsonObject key = issued.getObject("key", new JsonObject());
      terminal()
          .done("created key " + Keys.title(key) + " in project " + Keys.text(key, "project"));
      terminal().data(issued.getString("secret", ""));
      terminal().note("This secret is not shown again. Next: serai usage --by key");
    }
    return ExitCode.DONE;
  }
}
