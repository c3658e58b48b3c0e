package dev.serai.http;

import java.util.Locale;
import java.util.Set;

/**
 * Which headers may pass. Allow-lists: what is not named here stays behind, so that no credential,
 * cookie, organization or hop-by-hop header, nor one named in {@code Connection}, ever crosses the
 * gateway in either direction.
 */
final class HeaderRules {
  private static final Set<String> REQUEST =
      Set.of(
          "content-type",
          "accept",
          "accept-language",
          "user-agent",
          "originator",
          "session-id",
          "session_id",
          "thread-id",
          "idempotency-key",
          "prefer",
          "x-app",
          "x-initiator",
          "x-interaction-type",
          "x-interaction-id",
          "x-client-request-id",
          "x-session-id",
          "x-session-affinity",
          "x-goog-api-client");
  private static final String[] REQUEST_PREFIXES = {
    "anthropic-", "openai-beta", "x-stainless-", "x-claude-code-", "x-codex-", "x-groq-"
  };

  private static final Set<String> RESPONSE =
      Set.of(
          "content-type",
          "retry-after",
          "retry-after-ms",
          "x-should-retry",
          "request-id",
          "x-request-id",
          "content-language",
          "cache-control",
          "openai-processing-ms",
          "openai-version",
          "openai-model",
          "x-reasoning-included",
          "x-models-etag",
          "server-timing");
  private static final String[] RESPONSE_PREFIXES = {
    "x-ratelimit-",
    "anthropic-ratelimit-",
    "anthropic-priority-",
    "x-codex-",
    "x-groq-",
    "x-gemini-"
  };

  /** Named by a prefix above, but about whose account it is. */
  private static final Set<String> NEVER =
      Set.of(
          "anthropic-organization-id",
          "anthropic-api-key",
          "openai-organization",
          "openai-project");

  private HeaderRules() {}

  static boolean towardsProvider(String name) {
    return passes(name, REQUEST, REQUEST_PREFIXES);
  }

  static boolean towardsClient(String name) {
    return passes(name, RESPONSE, RESPONSE_PREFIXES);
  }

  private static boolean passes(String name, Set<String> names, String[] prefixes) {
    String lower = lower(name);
    if (names.contains(lower)) return true;
    for (String prefix : prefixes) if (lower.startsWith(prefix)) return !NEVER.contains(lower);
    return false;
  }

  private static String lower(String name) {
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (c >= 'A' && c <= 'Z') return name.toLowerCase(Locale.ROOT);
    }
    return name;
  }
}
