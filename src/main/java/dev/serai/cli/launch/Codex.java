package dev.serai.cli.launch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Codex. The gate is a provider of its own, said with {@code -c}, so the user's config stays in
 * use. Its variable {@code OPENAI_BASE_URL} is not read by current versions.
 */
final class Codex implements Tool {
  static final String BEARER = "SERAI_LAUNCH_BEARER";

  private static final Pattern PROVIDER = Pattern.compile("(?m)^\\s*model_provider\\s*=\\s*\\S+");
  private static final Pattern BASE_URL =
      Pattern.compile("(?m)^\\s*(openai_base_url|chatgpt_base_url)\\s*=\\s*\\S+");

  @Override
  public Facts facts() {
    return new Facts(
        "codex", "Codex", "codex", "npm install -g @openai/codex", new Versions("0.150", "0.169"));
  }

  @Override
  public void draft(Plan.Draft draft) {
    Wanted wanted = draft.wanted;
    draft.env(BEARER, wanted.bearer());
    set(draft, "model_provider", "\"serai\"");
    set(draft, "model_providers.serai.name", "\"Serai\"");
    set(draft, "model_providers.serai.base_url", "\"" + wanted.at("/v1") + "\"");
    set(draft, "model_providers.serai.env_key", "\"" + BEARER + "\"");
    set(draft, "model_providers.serai.wire_api", "\"responses\"");
    if (!wanted.model().isEmpty()) set(draft, "model", quoted(wanted.model()));
    if (wanted.quiet()) {
      set(draft, "analytics.enabled", "false");
      set(draft, "check_for_update_on_startup", "false");
      set(draft, "features.plugins", "false");
      set(draft, "features.apps", "false");
    }
    conflicts(draft);
  }

  private static void set(Plan.Draft draft, String key, String value) {
    draft.argument("-c", key + "=" + value);
  }

  private static String quoted(String text) {
    return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
  }

  private static void conflicts(Plan.Draft draft) {
    Wanted wanted = draft.wanted;
    for (Path file :
        List.of(
            wanted.folderOf("CODEX_HOME", ".codex").resolve("config.toml"),
            wanted.project().resolve(".codex/config.toml")))
      for (Pattern pattern : List.of(PROVIDER, BASE_URL))
        if (pattern.matcher(text(file)).find())
          draft.setAside(pattern == PROVIDER ? "model_provider" : "a base URL", file);
    Path managed = Path.of("/etc/codex/managed_config.toml");
    if (PROVIDER.matcher(text(managed)).find())
      draft.inTheWay("model_provider", managed.toString(), "ask who manages this machine");
    if (wanted.gives("--oss", "--local-provider"))
      draft.inTheWay("--oss", "the arguments", "it calls a model on this machine");
    boolean provider =
        wanted.arguments().stream().anyMatch(argument -> argument.contains("model_provider"));
    if (provider)
      draft.inTheWay("model_provider", "the arguments", "leave it out to call the gateway");
  }

  private static String text(Path file) {
    try {
      return Files.isRegularFile(file) ? Files.readString(file) : "";
    } catch (IOException e) {
      return "";
    }
  }
}
