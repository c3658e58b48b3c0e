package dev.serai.up;

import java.util.Map;

/**
 * A first call that can be answered with the provider keys at hand. Client and provider have to
 * speak the same dialect, so the key decides on path and body.
 *
 * @param sdkModel what the openai SDK asks for; empty when nobody here speaks its dialect
 * @param claudeModel what Claude Code is told to ask for; empty = its own choice
 */
record Sample(String path, String body, String sdkModel, String claudeModel) {
  private static final String CHAT =
      "{\"model\":\"%s\",\"messages\":[{\"role\":\"user\",\"content\":\"Hello\"}]}";
  private static final String MESSAGES =
      "{\"model\":\"%s\",\"max_tokens\":256,\"messages\":[{\"role\":\"user\",\"content\":\"Hello\"}]}";
  private static final String CONTENTS = "{\"contents\":[{\"parts\":[{\"text\":\"Hello\"}]}]}";

  static Sample of(Map<String, String> env) {
    if (has(env, "OPENAI_API_KEY")) return chat("gpt-5-mini", "");
    if (has(env, "GROQ_API_KEY")) return chat("llama-3.3-70b-versatile", "");
    if (has(env, "ANTHROPIC_API_KEY")) {
      return new Sample("/v1/messages", MESSAGES.formatted("claude-haiku-4-5"), "", "");
    }
    if (has(env, "GEMINI_API_KEY")) {
      return new Sample("/v1beta/models/gemini-2.5-flash:generateContent", CONTENTS, "", "");
    }
    return chat("echo/echo", "echo/echo");
  }

  private static boolean has(Map<String, String> env, String variable) {
    return !env.getOrDefault(variable, "").isBlank();
  }

  private static Sample chat(String model, String claudeModel) {
    return new Sample("/v1/chat/completions", CHAT.formatted(model), model, claudeModel);
  }
}
