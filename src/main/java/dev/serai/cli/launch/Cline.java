package dev.serai.cli.launch;

import com.grack.nanojson.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Cline's command line. Its providers are a file in its data folder, where the child gets one of
 * its own. By itself it does its work in a daemon that it leaves behind, and that later runs use:
 * it is told to work in its own process. What of it needs the daemon starts one on another port
 * than the user's, and that is stopped.
 */
final class Cline implements Tool {
  private static final String PROVIDERS = "settings/providers.json";
  private static final String SWITCHES = "settings/global-settings.json";

  /** Where a daemon says that it runs, before it can be asked to stop. */
  private static final String HUB = "cline/locks/hub/production.json.lock";

  @Override
  public Facts facts() {
    return new Facts("cline", "Cline", "cline", "npm install -g cline", new Versions("3.0", "3.0"));
  }

  @Override
  public boolean needsModels() {
    return true;
  }

  @Override
  public List<String> farewell(Path folder) {
    return Files.exists(folder.resolve(HUB)) ? List.of("hub", "stop") : List.of();
  }

  @Override
  public void draft(Plan.Draft draft) {
    Wanted wanted = draft.wanted;
    String model = wanted.neededModel("Cline");
    draft
        .env("CLINE_DATA_DIR", wanted.folder().resolve("cline").toString())
        .env("CLINE_SESSION_BACKEND_MODE", "local")
        .env("CLINE_HUB_PORT", String.valueOf(ThreadLocalRandom.current().nextInt(30_000, 60_000)));
    Path own = wanted.folderOf("CLINE_DATA_DIR", ".cline/data");
    Overlay.of(
        draft,
        "cline",
        own,
        Set.of("settings", "secrets.json", "locks", "logs", "cache"),
        Set.of("sessions", "tasks", "state"));
    Overlay.of(
        draft,
        "cline/settings",
        own.resolve("settings"),
        wanted.quiet()
            ? Set.of("providers.json", "secrets.json", "global-settings.json")
            : Set.of("providers.json", "secrets.json"));
    if (wanted.quiet()) quieten(draft, own.resolve(SWITCHES));
    if (Files.isRegularFile(own.resolve(PROVIDERS)))
      draft.setAside("providers and keys", own.resolve(PROVIDERS));
    draft.file("cline/" + PROVIDERS, SettingsFile.text(providers(wanted, model)));
    if (!wanted.gives("-P", "--provider")) draft.argument("-P", "openai-compatible");
    if (wanted.gives("--data-dir", "--config"))
      draft.inTheWay("--data-dir", "the arguments", "its providers are called, not the gateway");
  }

  private static void quieten(Plan.Draft draft, Path own) {
    JsonObject switches = SettingsFile.read(own).orElseGet(JsonObject::new);
    switches.put("telemetryOptOut", true);
    switches.put("autoUpdateEnabled", false);
    Path file = draft.file("cline/" + SWITCHES, SettingsFile.text(switches));
    draft.env("CLINE_GLOBAL_SETTINGS_PATH", file.toString()).env("CLINE_NO_AUTO_UPDATE", "1");
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
