package dev.serai.cli.launch;

import com.grack.nanojson.JsonObject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Claude Code. Its settings files have an {@code env} block that wins over the real environment, so
 * what matters is said again in a file of {@code --settings}, which wins over those.
 */
final class Claude implements Tool {
  private static final List<String> MODES =
      List.of(
          "CLAUDE_CODE_USE_BEDROCK",
          "CLAUDE_CODE_USE_VERTEX",
          "CLAUDE_CODE_USE_FOUNDRY",
          "CLAUDE_CODE_USE_MANTLE");

  private static final List<String> KEYS = List.of("ANTHROPIC_API_KEY", "CLAUDE_CODE_OAUTH_TOKEN");
  private static final List<String> HELPERS =
      List.of("apiKeyHelper", "awsAuthRefresh", "awsCredentialExport", "gcpAuthRefresh");

  @Override
  public Facts facts() {
    return new Facts(
        "claude",
        "Claude Code",
        "claude",
        "npm install -g @anthropic-ai/claude-code",
        new Versions("2.1", "2.1"));
  }

  @Override
  public void draft(Plan.Draft draft) {
    Wanted wanted = draft.wanted;
    Map<String, String> env = new TreeMap<>();
    env.put("ANTHROPIC_BASE_URL", wanted.at(""));
    env.put("ANTHROPIC_AUTH_TOKEN", wanted.bearer());
    env.put("CLAUDE_CODE_ENABLE_GATEWAY_MODEL_DISCOVERY", "1");
    if (!wanted.model().isEmpty()) env.put("ANTHROPIC_MODEL", wanted.model());
    if (wanted.quiet()) {
      env.put("CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC", "1");
      env.put("DISABLE_TELEMETRY", "1");
      env.put("DISABLE_AUTOUPDATER", "1");
    }
    env.forEach(draft::env);
    if (!wanted.model().isEmpty() && !wanted.gives("--model"))
      draft.argument("--model", wanted.model());
    settings(draft, env);
    conflicts(draft);
  }

  private static void settings(Plan.Draft draft, Map<String, String> env) {
    JsonObject settings = given(draft);
    statusLine(draft, settings);
    JsonObject block = SettingsFile.in(settings, "env");
    List.copyOf(block.keySet()).stream()
        .filter(name -> name.startsWith("ANTHROPIC_"))
        .forEach(block::remove);
    MODES.forEach(mode -> block.put(mode, "0"));
    KEYS.forEach(key -> block.put(key, ""));
    block.put("ANTHROPIC_CUSTOM_HEADERS", "");
    for (Path file : own(draft.wanted)) named(file).forEach(name -> block.put(name, blank(name)));
    block.putAll(env);
    HELPERS.forEach(helper -> settings.put(helper, ""));
    Path file = draft.file("claude-settings.json", SettingsFile.text(settings));
    draft.argument("--settings", file.toString());
  }

  /** An empty one is to Claude Code as if there were none, but for those that are on or off. */
  private static String blank(String name) {
    return MODES.contains(name) ? "0" : "";
  }

  /** What the session costs, below the input, unless the user has something else there. */
  private static void statusLine(Plan.Draft draft, JsonObject settings) {
    draft.env("SERAI_STATUS_URL", draft.wanted.at(""));
    draft.env("SERAI_STATUS_TOKEN", draft.wanted.bearer());
    if (settings.has("statusLine")) return;
    for (Path file : own(draft.wanted))
      if (SettingsFile.read(file).filter(its -> its.has("statusLine")).isPresent()) return;
    JsonObject line = SettingsFile.in(settings, "statusLine");
    line.put("type", "command");
    line.put("command", launcher() + " statusline");
  }

  /** Whoever started us, as a word of a shell. */
  private static String launcher() {
    String script = System.getProperty("serai.launcher", "");
    return script.isEmpty() ? "serai" : "'" + script.replace("'", "'\\''") + "'";
  }

  /** What the user gives with {@code --settings}: only the last one counts, so ours takes it in. */
  private static JsonObject given(Plan.Draft draft) {
    List<String> rest = new ArrayList<>();
    List<String> arguments = draft.wanted.arguments();
    String given = "";
    for (int i = 0; i < arguments.size(); i++) {
      String argument = arguments.get(i);
      if (argument.equals("--")) {
        rest.addAll(arguments.subList(i, arguments.size()));
        break;
      }
      if (argument.equals("--settings") && i + 1 < arguments.size()) given = arguments.get(++i);
      else if (argument.startsWith("--settings="))
        given = argument.substring("--settings=".length());
      else rest.add(argument);
    }
    if (given.isEmpty()) return new JsonObject();
    String source = given;
    draft.arguments(rest);
    return (source.strip().startsWith("{")
            ? SettingsFile.parse(source)
            : SettingsFile.read(draft.wanted.project().resolve(source)))
        .orElseThrow(
            () ->
                new LaunchFailure(
                    LaunchFailure.USAGE,
                    "--settings of Claude Code cannot be read",
                    "neither a JSON object nor a file with one"));
  }

  private static void conflicts(Plan.Draft draft) {
    for (Path file : own(draft.wanted)) found(file).forEach(what -> draft.setAside(what, file));
    for (String managed :
        List.of(
            "/etc/claude-code/managed-settings.json",
            "/Library/Application Support/ClaudeCode/managed-settings.json"))
      found(Path.of(managed))
          .forEach(what -> draft.inTheWay(what, managed, "ask who manages this machine"));
  }

  /** The user's own files, over which ours wins. */
  private static List<Path> own(Wanted wanted) {
    Path project = wanted.project().resolve(".claude");
    return List.of(
        wanted.folderOf("CLAUDE_CONFIG_DIR", ".claude").resolve("settings.json"),
        project.resolve("settings.json"),
        project.resolve("settings.local.json"));
  }

  private static List<String> found(Path file) {
    List<String> found = new ArrayList<>();
    SettingsFile.read(file)
        .ifPresent(settings -> HELPERS.stream().filter(settings::has).forEach(found::add));
    named(file).forEach(name -> found.add("env " + name));
    return found;
  }

  /** Variables of a settings file that say who is called, and with which model and key. */
  private static List<String> named(Path file) {
    return SettingsFile.read(file)
        .map(settings -> settings.getObject("env", new JsonObject()).keySet())
        .orElse(Set.of())
        .stream()
        .filter(
            name -> name.startsWith("ANTHROPIC_") || MODES.contains(name) || KEYS.contains(name))
        .sorted()
        .toList();
  }
}
