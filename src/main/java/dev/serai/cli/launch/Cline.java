package dev.serai.cli.launch;

import com.grack.nanojson.JsonObject;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Cline's command line. Its providers are a file in its data folder, where the child gets one of
 * its own. It leaves a daemon behind that later runs would use: ours gets another port, and is
 * stopped.
 */
final class Cline implements Tool {
  private static final String PROVIDERS = "settings/providers.json";

  @Override
  public Facts facts() {
    return new Facts("cline", "Cline", "cline", "npm install -g cline", new Versions("3.0", "3.0"));
  }

  @Override
  public boolean needsModels() {
    return true;
  }

  @Override
  public List<String> farewell() {
    return List.of("hub", "stop");
  }

  @Override
  public void draft(Plan.Draft draft) {
    Wanted wanted = draft.wanted;
    String model = wanted.neededModel("Cline");
    draft
        .env("CLINE_DATA_DIR", wanted.folder().resolve("cline").toString())
        .env("CLINE_HUB_PORT", String.valueOf(ThreadLocalRandom.current().nextInt(30_000, 60_000)));
    Path own = wanted.folderOf("CLINE_DATA_DIR", ".cline/data");
    Overlay.of(
        draft,
        "cline",
        own,
        Set.of("settings", "secrets.json", "locks", "logs", "cache"),
        Set.of("sessions", "tasks", "state"));
    Overlay.of(
        draft, "cline/settings", own.resolve("settings"), Set.of("providers.json", "secrets.json"));
    if (java.nio.file.Files.isRegularFile(own.resolve(PROVIDERS)))
      draft.setAside("providers and keys", own.resolve(PROVIDERS));
    draft.file("cline/" + PROVIDERS, SettingsFile.text(providers(wanted, model)));
    if (!wanted.gives("-P", "--provider")) draft.argument("-P", "openai-compatible");
    if (wanted.gives("--data-dir", "--config"))
      draft.inTheWay("--data-dir", "the arguments", "its providers are called, not the gateway");
  }

  private static JsonObject providers(Wanted wanted, String model) {
    JsonObject all = new JsonObject();
    all.put("version", 1);
    all.put("lastUsedProvider", "openai-compatible");
    JsonObject provider = SettingsFile.in(SettingsFile.in(all, "providers"), "openai-compatible");
    JsonObject settings = SettingsFile.in(provider, "settings");
    settings.put("provider", "openai-compatible");
    settings.put("apiKey", wanted.bearer());
    settings.put("model", model);
    settings.put("baseUrl", wanted.at("/v1"));
    provider.put("updatedAt", "2026-01-01T00:00:00.000Z");
    provider.put("tokenSource", "manual");
    return all;
  }
}
