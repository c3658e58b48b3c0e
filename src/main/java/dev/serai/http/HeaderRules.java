package dev.serai.http;

import dev.serai.call.Headers;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

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
          "content-encoding", // we ask for none; who sends one all the same has to say so
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

  private static final Set<String> FRAMING =
      Set.of(
          "connection",
          "content-length",
          "transfer-encoding",
          "keep-alive",
          "upgrade",
          "te",
          "trailer",
          "proxy-connection",
          "set-cookie");

  private HeaderRules() {}

  static boolean towardsProvider(String name) {
    return passes(name, REQUEST, REQUEST_PREFIXES);
  }

  static boolean towardsClient(String name) {
    return passes(name, RESPONSE, RESPONSE_PREFIXES);
  }

  /**
   * All that the {@code Connection} headers name, in small letters; null when that is nothing but
   * whether the connection stays open. Read once: the header may be long, and is asked for every
   * other header.
   */
  static @Nullable Set<String> connection(Headers headers) {
    if (headers.get("connection") == null) return null;
    Set<String> named = null;
    for (Map.Entry<String, String> header : headers) {
      if (!header.getKey().equalsIgnoreCase("connection") || ofItself(header.getValue())) continue;
      if (named == null) named = new HashSet<>();
      for (String each : header.getValue().split(",")) named.add(lower(each.strip()));
    }
    return named;
  }

  private static boolean ofItself(String value) {
    return value.equalsIgnoreCase("keep-alive") || value.equalsIgnoreCase("close");
  }

  /**
   * Whether the header belongs to one hop only.
   *
   * @param connection what {@link #connection} found
   */
  static boolean named(@Nullable Set<String> connection, String name) {
    return connection != null && connection.contains(lower(name));
  }

  /**
   * Whether a header that a provider's route has set may go to the provider. What Camel keeps for
   * itself may not, nor what a reply of another service left there and frames its body.
   */
  static boolean ofRoute(String name) {
    String lower = lower(name);
    return !lower.startsWith("camel") && !FRAMING.contains(lower);
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
