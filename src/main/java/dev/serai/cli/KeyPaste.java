package dev.serai.cli;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Where a personal key goes in tools that are not launched. */
final class KeyPaste {
  private static final String KEY = "<the key>";

  private static final Map<String, List<String>> TOOLS =
      Map.ofEntries(
          Map.entry(
              "cursor",
              List.of(
                  "Settings > Models > API Keys",
                  "  OpenAI API Key             " + KEY,
                  "  Override OpenAI Base URL   {gateway}/v1",
                  "Cursor calls that address from its own servers: they have to reach it.")),
          Map.entry(
              "vscode",
              List.of(
                  "Copilot Chat > Manage Models > OpenAI Compatible, or your extension's settings",
                  "  Base URL   {gateway}/v1",
                  "  API key    " + KEY)),
          Map.entry(
              "continue",
              List.of(
                  "~/.continue/config.yaml, under models:",
                  "  - { name: serai, provider: openai, model: <model>,",
                  "      apiBase: \"{gateway}/v1\", apiKey: \"" + KEY + "\" }")),
          Map.entry(
              "claude",
              List.of("export ANTHROPIC_BASE_URL={gateway}", "export ANTHROPIC_AUTH_TOKEN=" + KEY)),
          Map.entry(
              "codex",
              List.of(
                  "~/.codex/config.toml, and: export SERAI_KEY=" + KEY,
                  "  model_provider = \"serai\"",
                  "  [model_providers.serai]",
                  "  name = \"serai\"",
                  "  base_url = \"{gateway}/v1\"",
                  "  env_key = \"SERAI_KEY\"",
                  "  wire_api = \"responses\"")),
          Map.entry(
              "gemini",
              List.of(
                  "export GOOGLE_GEMINI_BASE_URL={gateway}",
                  "export GEMINI_API_KEY=" + KEY,
                  "~/.gemini/settings.json:"
                      + " {\"security\":{\"auth\":{\"selectedType\":\"gemini-api-key\"}}}")),
          Map.entry(
              "opencode",
              List.of(
                  "opencode.json, and: export SERAI_KEY=" + KEY,
                  "  {\"provider\": {\"openai\": {\"options\":"
                      + " {\"baseURL\": \"{gateway}/v1\", \"apiKey\": \"{env:SERAI_KEY}\"}}}}")),
          Map.entry(
              "copilot",
              List.of(
                  "export COPILOT_PROVIDER_BASE_URL={gateway}/v1 COPILOT_PROVIDER_TYPE=openai",
                  "export COPILOT_PROVIDER_API_KEY=" + KEY + " COPILOT_MODEL=<model>")),
          Map.entry(
              "qwen",
              List.of(
                  "export OPENAI_BASE_URL={gateway}/v1 OPENAI_MODEL=<model>",
                  "export OPENAI_API_KEY=" + KEY)),
          Map.entry(
              "cline", List.of("cline auth openai -k " + KEY + " -m <model> -b {gateway}/v1")));

  private static final List<String> ANY =
      List.of(
          "OpenAI form      {gateway}/v1",
          "Anthropic form   {gateway}",
          "Gemini form      {gateway}",
          "API key          " + KEY);

  private KeyPaste() {}

  /**
   * @param gateway its address as the tool shall have it
   */
  static List<String> lines(String tool, String gateway) {
    String address = gateway.replaceAll("/+$", "");
    return TOOLS.getOrDefault(tool.toLowerCase(Locale.ROOT), ANY).stream()
        .map(line -> line.replace("{gateway}", address))
        .toList();
  }
}
