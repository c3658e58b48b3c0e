package dev.serai.dialects;

import dev.serai.call.Dialect;
import dev.serai.call.Headers;
import dev.serai.call.Operation;
import dev.serai.call.Refusal;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * What a path of the gateway port means. Every API answers under {@code /v1} and {@code /api/v1};
 * chat and model lists also under {@code /openai/v1} (Groq's clients), Gemini under {@code /v1beta}
 * and, with API version 1, under {@code /v1/models/M:verb}. A key's own limits are under {@code
 * budget}.
 *
 * @param model the path's model, decoded; empty where the path has none
 */
public record Endpoint(Operation operation, Dialect dialect, String model) {
  private static final String UNREADABLE = "\0";
  private static final String[] PREFIXES = {"/v1/", "/v1beta/", "/api/v1/", "/openai/v1/"};

  /**
   * @throws Refusal NOT_FOUND or METHOD_NOT_ALLOWED, naming what exists
   */
  public static Endpoint of(String method, String path, Headers headers) {
    for (String prefix : PREFIXES) {
      if (path.startsWith(prefix))
        return under(prefix, path.substring(prefix.length()), method, headers);
    }
    throw unknown(path);
  }

  /** The dialect to write an error in when nothing but the request line and headers is known. */
  public static Dialect likelyDialect(String path, Headers headers) {
    if (path.contains("/messages")) return Dialect.ANTHROPIC;
    if (path.startsWith("/v1beta") || path.matches("/(api/)?v1/models/.*:\\w+"))
      return Dialect.GEMINI;
    if (path.contains("/responses")) return Dialect.OPENAI_RESPONSES;
    return speaks(headers);
  }

  private static Endpoint under(String prefix, String rest, String method, Headers headers) {
    boolean gemini = prefix.equals("/v1beta/");
    boolean groq = prefix.equals("/openai/v1/");
    return switch (rest) {
      case "chat/completions" -> gemini ? notHere(prefix, rest) : post(method, Operation.CHAT);
      case "embeddings" -> gemini ? notHere(prefix, rest) : post(method, Operation.EMBEDDINGS);
      case "responses" ->
          gemini || groq ? notHere(prefix, rest) : post(method, Operation.RESPONSES);
      case "messages" -> gemini || groq ? notHere(prefix, rest) : post(method, Operation.MESSAGES);
      case "messages/count_tokens" ->
          gemini || groq ? notHere(prefix, rest) : post(method, Operation.COUNT_TOKENS);
      case "models" ->
          get(method, Operation.LIST_MODELS, gemini ? Dialect.GEMINI : speaks(headers), "");
      case "budget" ->
          gemini || groq
              ? notHere(prefix, rest)
              : get(method, Operation.GET_BUDGET, Dialect.OPENAI_CHAT, "");
      case "budget/requests" -> gemini || groq ? notHere(prefix, rest) : budgetRequests(method);
      default ->
          rest.startsWith("models/")
              ? model(prefix, rest.substring(7), method, headers)
              : notHere(prefix, rest);
    };
  }

  private static Endpoint model(String prefix, String rest, String method, Headers headers) {
    int colon = rest.lastIndexOf(':');
    if (method.equals("POST") && colon > 0 && !prefix.equals("/openai/v1/")) {
      Operation operation =
          switch (rest.substring(colon + 1)) {
            case "generateContent" -> Operation.GENERATE_CONTENT;
            case "streamGenerateContent" -> Operation.STREAM_GENERATE_CONTENT;
            case "countTokens" -> Operation.GEMINI_COUNT_TOKENS;
            case "embedContent" -> Operation.EMBED_CONTENT;
            case "batchEmbedContents" -> Operation.BATCH_EMBED_CONTENTS;
            default -> throw unknown(prefix + "models/" + rest);
          };
      return new Endpoint(operation, Dialect.GEMINI, decoded(rest.substring(0, colon)));
    }
    return get(
        method,
        Operation.GET_MODEL,
        prefix.equals("/v1beta/") ? Dialect.GEMINI : speaks(headers),
        decoded(rest));
  }

  private static Dialect speaks(Headers headers) {
    if (headers.get("anthropic-version") != null
        || headers.get("user-agent", "").startsWith("claude-cli")) return Dialect.ANTHROPIC;
    if (headers.get("x-goog-api-key") != null || headers.get("x-goog-api-client") != null)
      return Dialect.GEMINI;
    return Dialect.OPENAI_CHAT;
  }

  private static Endpoint budgetRequests(String method) {
    Operation operation =
        switch (method) {
          case "GET" -> Operation.LIST_BUDGET_REQUESTS;
          case "POST" -> Operation.REQUEST_BUDGET;
          default -> throw notAllowed(method, "GET, POST");
        };
    return new Endpoint(operation, operation.dialect(), "");
  }

  private static Endpoint post(String method, Operation operation) {
    if (!method.equals("POST")) throw notAllowed(method, "POST");
    return new Endpoint(operation, operation.dialect(), "");
  }

  private static Endpoint get(String method, Operation operation, Dialect dialect, String model) {
    if (!method.equals("GET")) throw notAllowed(method, "GET");
    return new Endpoint(operation, dialect, model);
  }

  private static Refusal notAllowed(String method, String allowed) {
    return new Refusal(
        Refusal.Reason.METHOD_NOT_ALLOWED,
        "Method " + method + " is not served here (expected: " + allowed + ").",
        0,
        Map.of("allow", allowed));
  }

  /** What cannot be read is told by {@link #checkModel}, when there is a call to record it with. */
  private static String decoded(String segment) {
    try {
      return segment.indexOf('%') < 0
          ? segment
          : URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return UNREADABLE;
    }
  }

  /**
   * @throws Refusal BAD_REQUEST when the path's model cannot be the name of one
   */
  void checkModel() {
    if (model.equals(UNREADABLE))
      throw new Refusal(
          Refusal.Reason.BAD_REQUEST,
          "The model name in the path is not percent-encoded properly.");
    if (!model.isEmpty()) ModelNames.check(model);
  }

  private static Endpoint notHere(String prefix, String rest) {
    throw unknown(prefix + rest);
  }

  private static Refusal unknown(String path) {
    String shown =
        path.length() > 100
            ? ModelNames.withoutKey(path.substring(0, 100)) + "…"
            : ModelNames.withoutKey(path);
    return new Refusal(
        Refusal.Reason.NOT_FOUND,
        "No such path: "
            + shown
            + ". Served are /v1/chat/completions, /v1/responses, /v1/embeddings, /v1/messages, /v1/models, /v1/budget and /v1beta/models/MODEL:generateContent.");
  }
}
