package dev.serai.cli.proxy;

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
