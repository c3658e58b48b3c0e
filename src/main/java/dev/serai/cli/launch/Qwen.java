package dev.serai.cli.launch;

import com.grack.nanojson.JsonObject;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/**
 * Qwen Code. {@code modelProviders} of its settings wins over the environment, so the child gets a
 * folder of its own in place of {@code ~/.qwen}, with the user's settings but for who is called.
 */
final class Qwen implements Tool {
  private static final List<String> AROUND = List.of("modelProviders", "env", "model");

  @Override
  public Facts facts() {
    return new Facts(
        "qwen",
        "Qwen Code",
        "qwen",
        "npm install -g @qwen-code/qwen-code",
        new Versions("0.20", "0.24"));
  }

  @Override
  public boolean needsModels() {
    return true;
  }

  @Override
  public void draft(Plan.Draft draft) {
    Wanted wanted = draft.wanted;
    String model = wanted.neededModel("Qwen Code");
    draft
        .env("OPENAI_BASE_URL", wanted.at("/v1"))
        .env("OPENAI_API_KEY", wanted.bearer())
        .env("OPENAI_MODEL", model)
        .env("QWEN_HOME", wanted.folder().resolve("qwen").toString());
    if (!wanted.gives("--auth-type")) draft.argument("--auth-type", "openai");
    Path own = wanted.folderOf("QWEN_HOME", ".qwen");
    Overlay.of(
        draft,
        "qwen",
        own,
        Set.of("settings.json", ".env", "oauth_creds.json"),
        Set.of("projects", "tmp", "todos", "file-history"));
    draft.state("qwen", own, "trustedFolders.json", "installation_id");
    settings(draft, own.resolve("settings.json"));
    Path project = wanted.project().resolve(".qwen/settings.json");
    SettingsFile.read(project)
        .filter(settings -> settings.has("modelProviders"))
        .ifPresent(
            settings ->
                draft.inTheWay("modelProviders", project.toString(), "take it out of the file"));
  }

  private static void settings(Plan.Draft draft, Path file) {
    JsonObject settings = SettingsFile.read(file).orElseGet(JsonObject::new);
    for (String name : AROUND) if (settings.remove(name) != null) draft.setAside(name, file);
    JsonObject security = SettingsFile.in(settings, "security");
    if (security.remove("auth") != null) draft.setAside("security.auth", file);
    SettingsFile.in(security, "auth").put("selectedType", "openai");
    if (draft.wanted.quiet()) {
      SettingsFile.in(settings, "privacy").put("usageStatisticsEnabled", false);
      SettingsFile.in(settings, "general").put("enableAutoUpdate", false);
    }
    draft.file("qwen/settings.json", SettingsFile.text(settings));
  }
}
