package dev.serai.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Settings files of tools that say where to call or with which key; only their names are told. */
final class DoctorFiles {
  private static final int FILE_MAX = 1 << 20;

  /**
   * @param path beneath the home folder
   * @param words one of them in the file means that it decides where the tool calls
   */
  private record Known(String tool, String path, List<String> words) {}

  private static final List<String> CLAUDE =
      List.of("ANTHROPIC_", "CLAUDE_CODE_USE_", "apiKeyHelper", "forceLoginMethod");

  private static final List<Known> KNOWN =
      List.of(
          new Known("claude", ".claude/settings.json", CLAUDE),
          new Known("claude", ".claude/settings.local.json", CLAUDE),
          new Known("codex", ".codex/config.toml", List.of("model_provider", "openai_base_url")),
          new Known("gemini", ".gemini/.env", List.of("GEMINI_API_KEY", "GOOGLE_", "BASE_URL")),
          new Known("gemini", ".gemini/settings.json", List.of("oauth-personal", "vertex-ai")),
          new Known("opencode", ".config/opencode/opencode.json", List.of("baseURL", "apiKey")),
          new Known("opencode", ".config/opencode/opencode.jsonc", List.of("baseURL", "apiKey")),
          new Known("qwen", ".qwen/.env", List.of("OPENAI_")),
          new Known("qwen", ".qwen/settings.json", List.of("baseUrl", "apiKey", "OPENAI_")),
          new Known("cline", ".cline/data/settings/providers.json", List.of("baseUrl", "apiKey")),
          new Known("continue", ".continue/config.yaml", List.of("apiBase", "apiKey")),
          new Known("pi", ".pi/agent/models.json", List.of("baseUrl", "apiKey")));

  private final Map<String, String> env;
  private final Path folder;

  /**
   * @param folder in which tools are started
   */
  DoctorFiles(Map<String, String> env, Path folder) {
    this.env = env;
    this.folder = folder;
  }

  List<Finding> findings() {
    List<Finding> findings = new ArrayList<>();
    Path home = Path.of(env.getOrDefault("HOME", env.getOrDefault("USERPROFILE", ".")));
    for (Known known : KNOWN) {
      look(findings, known, home.resolve(known.path()), "a launch overrides it for its tool");
      Path here = folder.resolve(known.path());
      if (known.path().startsWith(".claude") && !here.toAbsolutePath().startsWith(home))
        look(findings, known, here, "it is the project's: take it out there");
    }
    for (String managed :
        List.of(
            "/etc/claude-code/managed-settings.json",
            "/Library/Application Support/ClaudeCode/managed-settings.json"))
      look(
          findings,
          new Known("claude", managed, CLAUDE),
          Path.of(managed),
          "it wins over a launch: ask whoever manages this machine");
    if (findings.isEmpty())
      findings.add(Finding.ok("settings files", "none leads past the gateway"));
    return findings;
  }

  private static void look(List<Finding> findings, Known known, Path file, String advice) {
    try {
      if (!Files.isRegularFile(file) || Files.size(file) > FILE_MAX) return;
      String text = Files.readString(file);
      known.words().stream()
          .filter(text::contains)
          .findFirst()
          .ifPresent(
              word ->
                  findings.add(
                      Finding.warn(
                          "settings files",
                          file + " (" + known.tool() + ") says " + word,
                          advice)));
    } catch (IOException e) { // not ours to read, or no text
      findings.add(Finding.warn("settings files", file + " cannot be read", ""));
    }
  }
}
