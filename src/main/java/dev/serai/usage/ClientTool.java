package dev.serai.usage;

import dev.serai.call.Headers;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The program that made a call, as far as its headers tell. The id is the word in records. */
public enum ClientTool {
  CLAUDE_CODE("claude-code", "claude-cli", "claude-code"),
  CODEX("codex", "codex_", "codex-", "codex/"),
  GEMINI_CLI("gemini-cli", "geminicli"),
  OPENCODE("opencode", "opencode"),
  COPILOT("copilot", "copilot", "githubcopilot"),
  QWEN("qwen", "qwencode", "qwen"),
  CLINE("cline", "cline"),
  CONTINUE("continue", "continue", "ls/js"),
  PI("pi", "pi/", "pi-"),
  AI_SDK("ai-sdk", "ai-sdk", "ai/"),
  OPENAI_SDK("openai-sdk", "openai/", "asyncopenai/"),
  ANTHROPIC_SDK("anthropic-sdk", "anthropic/", "asyncanthropic/"),
  GOOGLE_SDK("google-sdk", "google-genai-sdk", "google-api"),
  CURL("curl", "curl/"),
  OTHER("other");

  private static final ClientTool[] ALL = values();

  /** Agents that say no name of their own come under these. */
  private static final Set<ClientTool> UNNAMED =
      EnumSet.of(AI_SDK, OPENAI_SDK, ANTHROPIC_SDK, GOOGLE_SDK, OTHER);

  private final String id;
  private final String[] prefixes;

  ClientTool(String id, String... prefixes) {
    this.id = id;
    this.prefixes = prefixes;
  }

  public String id() {
    return id;
  }

  /** By the start of the user-agent, in any case. Agents that name only their SDK count as it. */
  public static ClientTool of(@Nullable String userAgent) {
    if (userAgent == null || userAgent.isEmpty()) return OTHER;
    for (ClientTool tool : ALL)
      for (String prefix : tool.prefixes)
        if (userAgent.regionMatches(true, 0, prefix, 0, prefix.length())) return tool;
    return OTHER;
  }

  /**
   * By the headers; where they name only an SDK, or nothing that is known, by what the session was
   * opened for. A word that is none of ours tells nothing: reports are grouped by it.
   *
   * @param session tool of the session, empty when there is none
   */
  public static ClientTool of(Headers headers, String session) {
    ClientTool named = of(headers);
    if (session.isEmpty() || !UNNAMED.contains(named)) return named;
    return switch (session) {
      case "claude" -> CLAUDE_CODE;
      case "gemini" -> GEMINI_CLI;
      default -> {
        for (ClientTool tool : ALL) if (tool.id.equals(session)) yield tool;
        yield named;
      }
    };
  }

  /**
   * By the user-agent and, for the two that also come under their SDK's name, by the header that
   * only they send: {@code x-initiator} of Copilot, {@code originator} of Codex.
   */
  public static ClientTool of(Headers headers) {
    ClientTool named = of(headers.get("user-agent"));
    if (named == OPENAI_SDK || named == ANTHROPIC_SDK || named == OTHER) {
      if (headers.get("x-initiator") != null) return COPILOT;
      if (headers.get("originator", "").startsWith("codex")) return CODEX;
    }
    return named;
  }
}
