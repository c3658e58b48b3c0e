package dev.serai.dialects;

import dev.serai.call.Dialect;
import dev.serai.call.LocalReply;
import dev.serai.call.Refusal;
import dev.serai.call.Refusal.Reason;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Our errors in the shape that each client reads, with the statuses and headers that make it show
 * the sentence and stop asking. Measured with the released clients in November 2026: which status
 * they retry, and where they lose the text.
 */
public final class Errors {
  private static final Set<String> FIGURES = Set.of("cap", "spent", "reserved", "resets_at");
  private static final Pattern FIGURE = Pattern.compile("-?\\d{1,19}(\\.\\d{1,9})?");

  private Errors() {}

  /**
   * A refusal as the client of {@code dialect} reads it.
   *
   * @param codex Codex retries 402 and loses its text; it has a body of its own for a spent budget
   */
  public static LocalReply refusal(
      Dialect dialect, Refusal refusal, String requestId, boolean codex) {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("x-serai-refusal", refusal.reason().code());
    if (refusal.retryAfterSeconds() > 0)
      headers.put("retry-after", Long.toString(refusal.retryAfterSeconds()));
    if (!worthRetrying(refusal.reason())) headers.put("x-should-retry", "false");
    String allow = refusal.details().get("allow");
    if (allow != null) headers.put("allow", allow);
    if (refusal.reason() == Reason.UPGRADE_NOT_SERVED) headers.put("upgrade", "HTTP/1.1");
    if (codex && refusal.reason() == Reason.LIMIT_EXCEEDED) return codexLimit(refusal, headers);
    return switch (dialect) {
      case OPENAI_CHAT, OPENAI_RESPONSES ->
          LocalReply.json(openAiStatus(refusal.reason()), headers, openAi(refusal));
      case ANTHROPIC -> {
        headers.put("request-id", requestId);
        yield LocalReply.json(
            anthropicStatus(refusal.reason()), headers, anthropic(refusal, requestId));
      }
      case GEMINI -> {
        int status = status(refusal.reason());
        yield LocalReply.json(status, headers, gemini(refusal, status));
      }
      case BEDROCK -> {
        headers.put(
            "x-amzn-errortype",
            refusal.reason() == Reason.RATE_LIMITED
                ? "ThrottlingException"
                : "AccessDeniedException");
        yield LocalReply.json(
            status(refusal.reason()),
            headers,
            "{\"message\":" + Json.quoted(message(refusal)) + "}");
      }
    };
  }

  /**
   * What to say at the end of a stream that broke after its first content, so that it never looks
   * like a good end.
   *
   * @return bytes to send; after those of chat and Gemini the connection has to be cut as well
   */
  public static byte[] brokenStream(Dialect dialect, String message, String requestId) {
    String quoted = Json.quoted(message);
    String event =
        switch (dialect) {
          case ANTHROPIC ->
              "event: error\ndata: {\"type\":\"error\",\"error\":{\"type\":\"api_error\",\"message\":"
                  + quoted
                  + "},\"request_id\":"
                  + Json.quoted(requestId)
                  + "}\n\n";
          case OPENAI_RESPONSES -> failed(requestId, "server_error", message, "");
          case OPENAI_CHAT ->
              "data: {\"error\":{\"message\":"
                  + quoted
                  + ",\"type\":\"server_error\",\"param\":null,\"code\":\"upstream_broken\"}}\n\n";
          case GEMINI ->
              "data: {\"error\":{\"code\":503,\"message\":"
                  + quoted
                  + ",\"status\":\"UNAVAILABLE\"}}\r\n\r\n";
          case BEDROCK -> "";
        };
    return event.getBytes(StandardCharsets.UTF_8);
  }

  /**
   * What to say at the end of a stream for which nothing is left. No client takes it for a good
   * end: Claude Code and the SDKs raise an {@code error} event, OpenAI's SDKs any data with an
   * {@code error}, Gemini's clients the cut. Codex stops at {@code insufficient_quota}, in words of
   * its own; at any other code it would repeat the call five times. Whoever does repeat it is
   * refused before dispatch, and stops at that.
   *
   * @return bytes to send between two events; after those of chat and Gemini the connection has to
   *     be cut as well
   */
  public static byte[] limitEnd(Dialect dialect, Refusal refusal, String requestId) {
    String event =
        switch (dialect) {
          case ANTHROPIC -> "event: error\ndata: " + anthropic(refusal, requestId) + "\n\n";
          case OPENAI_RESPONSES ->
              failed(
                  requestId,
                  refusal.reason() == Reason.LIMIT_EXCEEDED
                      ? "insufficient_quota"
                      : refusal.reason().code(),
                  message(refusal),
                  details(refusal));
          case OPENAI_CHAT -> "data: " + openAi(refusal) + "\n\n";
          case GEMINI -> "data: " + gemini(refusal, status(refusal.reason())) + "\r\n\r\n";
          case BEDROCK -> "";
        };
    return event.getBytes(StandardCharsets.UTF_8);
  }

  private static String failed(String requestId, String code, String message, String details) {
    return "event: response.failed\ndata: {\"type\":\"response.failed\",\"response\":{\"id\":"
        + Json.quoted("resp_" + requestId)
        + ",\"object\":\"response\",\"status\":\"failed\",\"error\":{\"code\":\""
        + code
        + "\",\"message\":"
        + Json.quoted(message)
        + details
        + "},\"output\":[]}}\n\n";
  }

  /**
   * Whether the event of {@link #brokenStream} or {@link #limitEnd} is an end that every client
   * takes for a failure, so that the HTTP message may end properly.
   */
  public static boolean endsStream(Dialect dialect) {
    return dialect == Dialect.ANTHROPIC || dialect == Dialect.OPENAI_RESPONSES;
  }

  private static boolean worthRetrying(Reason reason) {
    return switch (reason) {
      case RATE_LIMITED,
          PROVIDERS_UNAVAILABLE,
          SIGN_IN_UNAVAILABLE,
          OVERLOADED,
          JOURNAL_FULL,
          INTERNAL ->
          true;
      default -> false;
    };
  }

  private static LocalReply codexLimit(Refusal refusal, Map<String, String> headers) {
    headers.remove("retry-after"); // Codex would wait for it, without a word
    String message = message(refusal);
    headers.put("x-codex-promo-message", header(message));
    return LocalReply.json(
        429,
        headers,
        "{\"error\":{\"type\":\"usage_limit_reached\",\"message\":"
            + Json.quoted(message)
            + details(refusal)
            + "}}");
  }

  /** Codex puts a full stop behind it, and drops a header that is not plain ASCII. */
  private static String header(String message) {
    String sentence = message.endsWith(".") ? message.substring(0, message.length() - 1) : message;
    return sentence.replaceAll("\\p{Cntrl}+", " ").replaceAll("[^ -~]", "?");
  }

  private static String openAi(Refusal refusal) {
    String type =
        switch (refusal.reason()) {
          case LIMIT_EXCEEDED -> "insufficient_quota";
          case RATE_LIMITED -> "rate_limit_exceeded";
          case NO_PROVIDER,
              PROVIDER_MISCONFIGURED,
              PROVIDERS_UNAVAILABLE,
              SIGN_IN_UNAVAILABLE,
              OVERLOADED,
              JOURNAL_FULL,
              INTERNAL ->
              "server_error";
          default -> "invalid_request_error";
        };
    String code =
        switch (refusal.reason()) {
          case KEY_MISSING,
              KEY_INVALID,
              KEY_DISABLED,
              KEY_EXPIRED,
              KEY_REVOKED,
              TOKEN_INVALID,
              TOKEN_EXPIRED,
              SESSION_MISSING,
              SESSION_ENDED ->
              "invalid_api_key";
          case MODEL_UNKNOWN, MODEL_NOT_ALLOWED -> "model_not_found";
          default -> refusal.reason().code();
        };
    return "{\"error\":{\"message\":"
        + Json.quoted(message(refusal))
        + ",\"type\":\""
        + type
        + "\",\"param\":null,\"code\":\""
        + code
        + "\""
        + details(refusal)
        + "}}";
  }

  private static int openAiStatus(Reason reason) {
    return switch (reason) {
      case MODEL_NOT_ALLOWED -> 404; // 403 hides the text in Copilot
      case REFUSED_BY_ROUTE -> 400;
      default -> status(reason);
    };
  }

  private static String anthropic(Refusal refusal, String requestId) {
    String type =
        switch (anthropicStatus(refusal.reason())) {
          case 401 -> "authentication_error";
          case 402 -> "billing_error";
          case 403 -> "permission_error";
          case 404 -> "not_found_error";
          case 413 -> "request_too_large";
          case 429 -> "rate_limit_error";
          case 529 -> "overloaded_error";
          case 500, 502, 503 -> "api_error";
          default -> "invalid_request_error";
        };
    return "{\"type\":\"error\",\"error\":{\"type\":\""
        + type
        + "\",\"message\":"
        + Json.quoted(message(refusal))
        + details(refusal)
        + "},\"request_id\":"
        + Json.quoted(requestId)
        + "}";
  }

  private static int anthropicStatus(Reason reason) {
    return switch (reason) {
      case PROVIDERS_UNAVAILABLE, SIGN_IN_UNAVAILABLE, OVERLOADED, JOURNAL_FULL -> 529;
      default -> status(reason);
    };
  }

  private static String gemini(Refusal refusal, int status) {
    String word =
        switch (status) {
          case 401 -> "UNAUTHENTICATED";
          case 402 -> "FAILED_PRECONDITION";
          case 403 -> "PERMISSION_DENIED";
          case 404 -> "NOT_FOUND";
          case 429 -> "RESOURCE_EXHAUSTED";
          case 500, 502 -> "INTERNAL";
          case 503 -> "UNAVAILABLE";
          default -> "INVALID_ARGUMENT";
        };
    return "{\"error\":{\"code\":"
        + status
        + ",\"message\":"
        + Json.quoted(message(refusal))
        + ",\"status\":\""
        + word
        + "\""
        + details(refusal)
        + "}}";
  }

  private static int status(Reason reason) {
    return switch (reason) {
      case BAD_REQUEST, OTHER_DIALECT, PRICE_UNKNOWN, END_USER_MISSING -> 400;
      case NOT_FOUND, MODEL_UNKNOWN -> 404;
      case METHOD_NOT_ALLOWED -> 405;
      case TOO_LARGE -> 413;
      case UPGRADE_NOT_SERVED -> 426;
      case KEY_MISSING, KEY_INVALID, KEY_DISABLED, KEY_EXPIRED, KEY_REVOKED -> 401;
      case TOKEN_INVALID, TOKEN_EXPIRED, SESSION_MISSING, SESSION_ENDED -> 401;
      case MODEL_NOT_ALLOWED, REFUSED_BY_ROUTE -> 403;
      case LIMIT_EXCEEDED -> 402;
      case RATE_LIMITED -> 429;
      case PROVIDER_MISCONFIGURED -> 502;
      case NO_PROVIDER, PROVIDERS_UNAVAILABLE, SIGN_IN_UNAVAILABLE, OVERLOADED, JOURNAL_FULL -> 503;
      case INTERNAL -> 500;
    };
  }

  private static String message(Refusal refusal) {
    String message = refusal.getMessage();
    return message == null ? refusal.reason().code() : message;
  }

  /** Machine-readable fields beside the message; figures as numbers. */
  private static String details(Refusal refusal) {
    StringBuilder fields = new StringBuilder();
    refusal
        .details()
        .forEach(
            (name, value) -> {
              fields.append(',').append(Json.quoted(name)).append(':');
              boolean number = FIGURES.contains(name) && FIGURE.matcher(value).matches();
              fields.append(number ? value : Json.quoted(value));
            });
    return fields.toString();
  }
}
