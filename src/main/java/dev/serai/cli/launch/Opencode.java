package dev.serai.cli.launch;

import com.grack.nanojson.JsonArray;
import com.grack.nanojson.JsonObject;
import com.grack.nanojson.JsonWriter;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * opencode. Its config in a variable wins over its files; the gate is a provider of its own for
 * each dialect, the only ones enabled, so sign-ins that it keeps are not used. It asks no provider
 * for its models: they are declared.
 */
final class Opencode implements Tool {
  private record Provider(String id, String title, String npm, String path) {}

  private static final Map<Dialect, Provider> PROVIDERS =
      new EnumMap<>(
          Map.of(
              Dialect.OPENAI,
              new Provider("serai", "Serai", "@ai-sdk/openai-compatible", "/v1"),
              Dialect.ANTHROPIC,
              new Provider("serai-anthropic", "Serai (Anthropic)", "@ai-sdk/anthropic", "/v1"),
              Dialect.GEMINI,
              new Provider("serai-gemini", "Serai (Gemini)", "@ai-sdk/google", "/v1beta")));

  @Override
  public Facts facts() {
    return new Facts(
        "opencode",
        "opencode",
        "opencode",
        "npm install -g opencode-ai",
        new Versions("1.18", "1.18"));
  }

  @Override
  public boolean needsModels() {
    return true;
  }

  @Override
  public void draft(Plan.Draft draft) {
    Wanted wanted = draft.wanted;
    String model = wanted.neededModel("opencode");
    Set<String> models = new LinkedHashSet<>(List.of(model));
    models.addAll(wanted.models());
    JsonObject config = inherited(wanted);
    JsonObject providers = new JsonObject();
    for (String each : models) declare(providers, wanted, each);
    config.put("provider", providers);
    config.put("enabled_providers", JsonArray.from(providers.keySet().toArray()));
    config.put("model", id(model));
    config.put("small_model", id(model));
    config.remove("disabled_providers");
    if (wanted.quiet()) config.put("share", "disabled");
    draft
        .env(Codex.BEARER, wanted.bearer())
        .env("OPENCODE_CONFIG_CONTENT", JsonWriter.string(config))
        .quiet("OPENCODE_DISABLE_AUTOUPDATE", "1")
        .quiet("OPENCODE_DISABLE_MODELS_FETCH", "1")
        .quiet("OPENCODE_DISABLE_LSP_DOWNLOAD", "1")
        .quiet("OPENCODE_DISABLE_DEFAULT_PLUGINS", "1");
    conflicts(draft);
  }

  /** What the user has in that variable stays, but for who is called. */
  private static JsonObject inherited(Wanted wanted) {
    String given = wanted.env().getOrDefault("OPENCODE_CONFIG_CONTENT", "");
    return SettingsFile.parse(given).orElseGet(JsonObject::new);
  }

  private static String id(String model) {
    return provider(model).id() + "/" + model;
  }

  private static Provider provider(String model) {
    return java.util.Objects.requireNonNull(PROVIDERS.get(Dialect.of(model)));
  }

  private static void declare(JsonObject providers, Wanted wanted, String model) {
    Provider provider = provider(model);
    JsonObject json = SettingsFile.in(providers, provider.id());
    json.put("name", provider.title());
    json.put("npm", provider.npm());
    JsonObject options = SettingsFile.in(json, "options");
    options.put("baseURL", wanted.at(provider.path()));
    options.put("apiKey", "{env:" + Codex.BEARER + "}");
    SettingsFile.in(json, "models").put(model, new JsonObject());
  }

  private static void conflicts(Plan.Draft draft) {
    Wanted wanted = draft.wanted;
    Path config = wanted.folderOf("XDG_CONFIG_HOME", ".config").resolve("opencode");
    for (Path folder : List.of(config, wanted.project(), wanted.project().resolve(".opencode")))
      for (String name : List.of("opencode.json", "opencode.jsonc"))
        SettingsFile.read(folder.resolve(name))
            .filter(json -> json.has("provider") || json.has("model"))
            .ifPresent(json -> draft.setAside("provider or model", folder.resolve(name)));
    SettingsFile.read(Path.of("/etc/opencode/opencode.json"))
        .filter(json -> json.has("provider") || json.has("enabled_providers"))
        .ifPresent(
            json ->
                draft.inTheWay(
                    "provider", "/etc/opencode/opencode.json", "ask who manages this machine"));
  }
}
