package dev.serai.cli.proxy;

import java.util.Map;

/** An answer that the proxy gives itself. */
final class NotForwarded extends Exception {
  private final int status;
  private final String code;

  /**
   * @param sentence for the person before the agent; its message
   */
  NotForwarded(int status, String code, String sentence) {
    super(sentence, null, false, false);
    this.status = status;
    this.code = code;
  }

  static NotForwarded malformed(String sentence) {
    return new NotForwarded(400, "bad_request", sentence);
  }

  /** What HTTP wants to be said beside some statuses. */
  Map<String, String> headers() {
    return switch (status) {
      case 401 -> Map.of("www-authenticate", "Bearer");
      case 405 -> Map.of("allow", "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS");
      case 426 -> Map.of("upgrade", "HTTP/1.1", "connection", "upgrade, close");
      default -> Map.of();
    };
  }

  int status() {
    return status;
  }

  String code() {
    return code;
  }

  String sentence() {
    return String.valueOf(getMessage());
  }

  /** Whether the same request may fare better in a moment. */
  boolean worthRetrying() {
    return status >= 502;
  }
}
