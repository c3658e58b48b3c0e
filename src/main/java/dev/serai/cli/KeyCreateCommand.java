package dev.serai.cli;

import com.grack.nanojson.JsonObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "create",
    description = {
      "Create a virtual key; its secret is printed once, alone on standard output.",
      "With --tool, a personal one for a tool that cannot be launched, and where to paste it."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  serai key create ci --project checkout --requests-per-minute 60",
      "  serai key create --tool cursor --expires 30d",
      "  export ANTHROPIC_AUTH_TOKEN=$(serai key create laptop --expires 30d)"
    })
final class KeyCreateCommand extends AdminCommand {
  @Parameters(arity = "0..1", paramLabel = "<name>", description = "Unique in its project")
  @Nullable String name;

  @Option(names = "--project", paramLabel = "<name>", description = "Default: default")
  @Nullable String project;

  @Option(names = "--policy", paramLabel = "<name>", description = "Default: the default policy")
  @Nullable String policy;

  @Option(names = "--requests-per-minute", paramLabel = "<n>", description = "Default: no limit")
  @Nullable Integer requestsPerMinute;

  @Option(
      names = "--expires",
      paramLabel = "{<30d> | <time> | never}",
      description = "Default: never; with --tool " + PersonalKey.USUAL)
  @Nullable String expires;

  @Option(names = "--metadata", paramLabel = "<name>=<value>", description = "Repeatable")
  Map<String, String> metadata = Map.of();

  @Mixin PersonalKey personal = new PersonalKey();

  @Override
  public Integer call() {
    if (personal.tool != null) return createOwn();
    if (name == null)
      throw Failure.usage("the key has no name", "expected: <name>, or --tool <tool> for your own");
    personal.checkAlone();
    Map<String, Object> asked = new LinkedHashMap<>();
    asked.put("name", name);
    LimitTerms.put(asked, "project", project);
    LimitTerms.put(asked, "policy", policy);
    LimitTerms.put(asked, "requestsPerMinute", requestsPerMinute);
    expiry(asked);
    if (!metadata.isEmpty()) asked.put("metadata", metadata);
    JsonObject issued = api().post("/api/keys", asked, Api.once());
    JsonObject key = issued.getObject("key", new JsonObject());
    String made = "created key " + Keys.title(key) + " in project " + Keys.text(key, "project");
    print(issued, made, List.of("This secret is not shown again. Next: serai usage --by key"));
    return ExitCode.DONE;
  }

  private int createOwn() {
    if (name != null || project != null || policy != null || requestsPerMinute != null) {
      throw Failure.usage(
          "a personal key has no name, project, policy or rate of its own",
          "--tool makes a personal key; it inherits these",
          "try: serai key create --tool " + personal.tool);
    }
    if (!metadata.isEmpty())
      throw Failure.usage("a personal key has no metadata of its own", "leave --metadata out");
    Map<String, Object> asked = personal.wanted(expires);
    JsonObject issued = api().post("/api/me/keys", asked, Api.once());
    List<String> next = new ArrayList<>(List.of("This secret is not shown again. Paste it:"));
    next.addAll(personal.paste(settings()));
    String made = "created your key for " + asked.get("tool") + " on " + asked.get("device");
    print(issued, made + PersonalKey.ends(expires), next);
    return ExitCode.DONE;
  }

  private void expiry(Map<String, Object> asked) {
    if (expires != null && !expires.equals(PersonalKey.NEVER))
      asked.put("expiresAt", Expiry.parse(expires, Instant.now()).toString());
  }

  private void print(JsonObject issued, String made, List<String> next) {
    if (json) {
      printJson(issued);
      return;
    }
    terminal().done(made);
    terminal().data(issued.getString("secret", ""));
    next.forEach(terminal()::note);
  }
}
