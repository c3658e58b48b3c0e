package dev.serai.cli.launch;

import com.grack.nanojson.JsonArray;
import com.grack.nanojson.JsonObject;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * pi. Its providers are a file in its folder: the child gets a folder with ours, without the keys
 * that the user keeps there.
 */
final class Pi implements Tool {
  @Override
  public Facts facts() {
    return new Facts(
        "pi",
        "pi",
        "pi",
        "npm install -g @mariozechner/pi-coding-agent",
        new Versions("0.70", "0.73"));
  }

  @Override
  public boolean needsModels() {
    return true;
  }

  @Override
  public void draft(Plan.Draft draft) {
    Wanted wanted = draft.wanted;
    String model = wanted.neededModel("pi");
    draft
        .env(Codex.BEARER, wanted.bearer())
        .env("PI_CODING_AGENT_DIR", wanted.folder().resolve("pi").toString())
        .quiet("PI_OFFLINE", "1");
    if (!wanted.gives("--model", "--provider"))
      draft.argument("--model", provider(Dialect.of(model)) + "/" + model);
    Path own = wanted.folderOf("PI_CODING_AGENT_DIR", ".pi/agent");
    Overlay.of(draft, "pi", own, Set.of("models.json", "auth.json"), Set.of("sessions"));
    for (String name : List.of("models.json", "auth.json"))
      if (java.nio.file.Files.isRegularFile(own.resolve(name)))
        draft.setAside("providers and keys", own.resolve(name));
    Set<String> models = new LinkedHashSet<>(List.of(model));
    models.addAll(wanted.models());
    draft.file("pi/models.json", SettingsFile.text(providers(wanted, models)));
  }

  private static String provider(Dialect dialect) {
    return switch (dialect) {
      case OPENAI -> "serai";
      case ANTHROPIC -> "serai-anthropic";
      case GEMINI -> "serai-gemini";
    };
  }

  private static JsonObject providers(Wanted wanted, Set<String> models) {
    JsonObject all = new JsonObject();
    JsonObject providers = SettingsFile.in(all, "providers");
    for (String model : models) {
      Dialect dialect = Dialect.of(model);
      JsonObject provider = SettingsFile.in(providers, provider(dialect));
      switch (dialect) {
        case OPENAI -> put(provider, "openai-completions", wanted.at("/v1"));
        case ANTHROPIC -> put(provider, "anthropic-messages", wanted.at(""));
        case GEMINI -> put(provider, "google-generative-ai", wanted.at("/v1beta"));
      }
      JsonObject declared = new JsonObject();
      declared.put("id", model);
      if (!(provider.get("models") instanceof JsonArray)) provider.put("models", new JsonArray());
      provider.getArray("models").add(declared);
    }
    return all;
  }

  private static void put(JsonObject provider, String api, String url) {
    provider.put("baseUrl", url);
    provider.put("api", api);
    provider.put("apiKey", Codex.BEARER);
  }
}
