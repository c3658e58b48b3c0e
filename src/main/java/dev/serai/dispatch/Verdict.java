package dev.serai.dispatch;

import dev.serai.call.Headers;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * What a provider's status means for the call. Only asked before the first content byte went to the
 * client.
 *
 * <p>Statuses and odd forms: protocols of OpenAI, Anthropic, Google and Groq as recorded in 2026.
 * Google answers a bad API key with 400, a spent account of OpenAI answers 429.
 */
public enum Verdict {
  /** The answer is the client's: it goes out as it is. */
  SERVE,
  /** The provider is down or overloaded: next candidate, and the breaker counts it. */
  UNAVAILABLE,
  /** The credential is rate-limited: next candidate, and it rests. */
  LIMITED,
  /** The credential is refused: ours to mend. Next candidate; never the client's 401. */
  MISCONFIGURED;

  private static final Pattern BAD_KEY =
      Pattern.compile(
          "API_KEY_INVALID|API key not valid|API_KEY_SERVICE_BLOCKED|\"Incorrect API key");
  private static final Pattern SPENT = Pattern.compile("\"insufficient_quota\"");

  /**
   * @param body the start of the body, for errors only
   */
  public static Verdict of(int status, Headers headers, byte[] body) {
    if (status < 300) return SERVE;
    return switch (status) {
      case 401, 403 -> MISCONFIGURED;
      case 400 -> found(BAD_KEY, body) ? MISCONFIGURED : SERVE;
      case 429 -> found(SPENT, body) ? SERVE : LIMITED;
      case 408, 498, 500, 501, 502, 503, 504, 520, 521, 522, 523, 524, 529 -> UNAVAILABLE;
      case 409 ->
          "false".equals(headers.get("x-should-retry"))
              ? SERVE
              : UNAVAILABLE; // OpenAI: a lock that is held
      default ->
          status < 400
              ? MISCONFIGURED
              : status > 504 ? UNAVAILABLE : SERVE; // a redirect is a wrong base URL
    };
  }

  /** Whether an error event at the very start of a 200 stream is worth another candidate. */
  public static boolean retryable(String error) {
    return switch (error) {
      case "overloaded_error",
          "api_error",
          "server_error",
          "rate_limit_error",
          "rate_limit_exceeded",
          "internal_server_error",
          "timeout_error",
          "UNAVAILABLE",
          "INTERNAL",
          "RESOURCE_EXHAUSTED",
          "DEADLINE_EXCEEDED",
          "429",
          "500",
          "502",
          "503",
          "504",
          "529",
          "overloaded",
          "slow_down" ->
          true;
      default -> false;
    };
  }

  private static boolean found(Pattern pattern, byte[] body) {
    return pattern.matcher(new String(body, StandardCharsets.UTF_8)).find();
  }
}
