package dev.serai.cli.launch;

import com.grack.nanojson.JsonObject;
import java.nio.file.Path;
import java.util.Set;

/**
 * Gemini CLI. Only a settings file chooses how it signs in, and a system settings file counts only
 * when root owns it: so the child gets a folder of its own in place of {@code ~/.gemini}, with the
 * user's settings but for that choice.
 */
final class Gemini implements Tool {
  private static final String AUTH = "gemini-api-key";

  @Override
  public Facts facts() {
    return new Facts(
        "gemini",
        "Gemini CLI",
        "gemini",
        "npm install -g @google/gemini-cli",
        new Versions("0.50", "0.61"));
  }

  @Override
  public void draft(Plan.Draft draft) {
    Wanted wanted = draft.wanted;
    draft
        .env("GOOGLE_GEMINI_BASE_URL", wanted.at(""))
        .env("GEMINI_API_KEY", wanted.bearer())
        // said, not only removed: it reads .env files for what is not set
        .env("GOOGLE_GENAI_USE_VERTEXAI", "false")
        .env("GOOGLE_GENAI_USE_GCA", "false")
        .env("GOOGLE_API_KEY", "")
        .env("GEMINI_CLI_HOME", wanted.folder().resolve("gemini").toString());
    if (!wanted.model().isEmpty()) {
      draft.env("GEMINI_MODEL", wanted.model());
      if (!wanted.gives("-m", "--model")) draft.argument("--model", wanted.model());
    }
    Path home = wanted.folderOf("GEMINI_CLI_HOME");
    Path own = home.resolve(".gemini");
    Overlay.of(
        draft,
        "gemini/.gemini",
        own,
        Set.of("settings.json", ".env", "oauth_creds.json", "google_accounts.json"),
        Set.of("history", "tmp"));
    settings(draft, own.resolve("settings.json"));
    draft.state("gemini/.gemini", own, "trustedFolders.json", "projects.json", "installation_id");
    Path project = wanted.project().resolve(".gemini/settings.json");
    if (!home.equals(wanted.project()) && choosesOther(project))
      draft.inTheWay("security.auth.selectedType", project.toString(), "take it out of the file");
  }

  private static void settings(Plan.Draft draft, Path file) {
    if (choosesOther(file)) draft.setAside("security.auth.selectedType", file);
    JsonObject settings = SettingsFile.read(file).orElseGet(JsonObject::new);
    JsonObject auth = SettingsFile.in(SettingsFile.in(settings, "security"), "auth");
    auth.put("selectedType", AUTH);
    auth.remove("enforcedType");
    if (draft.wanted.quiet()) {
      SettingsFile.in(settings, "privacy").put("usageStatisticsEnabled", false);
      SettingsFile.in(settings, "general").put("enableAutoUpdate", false);
    }
    draft.file("gemini/.gemini/settings.json", SettingsFile.text(settings));
  }

  private static boolean choosesOther(Path file) {
    return SettingsFile.read(file)
        .map(settings -> settings.getObject("security", new JsonObject()))
        .map(security -> security.getObject("auth", new JsonObject()))
        .map(auth -> auth.getString("selectedType", AUTH))
        .filter(type -> !type.equals(AUTH))
        .isPresent();
  }
}
