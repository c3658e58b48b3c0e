package dev.serai.cli.proxy;

import java.util.regex.Pattern;

/** How an agent wants to be told of an error; told apart by the path it calls. */
enum Dialect {
  OPENAI,
  ANTHROPIC,
  GEMINI;

  /** API version 1 of Gemini. */
  private static final Pattern VERB = Pattern.compile("/(?:api/)?v1/models/[^?]*:\\w+(?:$|\\?)");

  static Dialect of(String path) {
    if (path.startsWith("/v1/messages") || path.startsWith("/api/v1/messages")) return ANTHROPIC;
    return path.startsWith("/v1beta") || VERB.matcher(path).lookingAt() ? GEMINI : OPENAI;
  }

  /** A JSON body. */
  String error(int status, String code, String sentence) {
    String message = quoted(sentence);
    return switch (this) {
      case OPENAI ->
          "{\"error\":{\"message\":"
              + message
              + ",\"type\":\""
              + (status >= 500 ? "server_error" : "invalid_request_error")
              + "\",\"param\":null,\"code\":\""
              + (status == 401 ? "invalid_api_key" : code)
              + "\"}}";
      case ANTHROPIC ->
          "{\"type\":\"error\",\"error\":{\"type\":\""
              + anthropic(status)
              + "\",\"message\":"
              + message
              + "}}";
      case GEMINI ->
          "{\"error\":{\"code\":"
              + status
              + ",\"message\":"
              + message
              + ",\"status\":\""
              + gemini(status)
              + "\"}}";
    };
  }

  private static String anthropic(int status) {
    return switch (status) {
      case 401 -> "authentication_error";
      case 403 -> "permission_error";
      case 404 -> "not_found_error";
      case 413 -> "request_too_large";
      default -> status >= 500 ? "api_error" : "invalid_request_error";
    };
  }

  private static String gemini(int status) {
    return switch (status) {
      case 401 -> "UNAUTHENTICATED";
      case 403 -> "PERMISSION_DENIED";
      case 404 -> "NOT_FOUND";
      case 503 -> "UNAVAILABLE";
      default -> status >= 500 ? "INTERNAL" : "INVALID_ARGUMENT";
    };
  }

  private static String quoted(String text) {
    StringBuilder quoted = new StringBuilder(text.length() + 16).append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') quoted.append('\\').append(c);
      else if (c < ' ') quoted.append(String.format("\\u%04x", (int) c));
      else quoted.append(c);
    }
    return quoted.append('"').toString();
  }
}
