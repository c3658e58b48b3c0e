package dev.serai.up;

/** Why {@code up} cannot go on, as one sentence for the person at the screen. */
final class Problem extends RuntimeException {
  static final int FAILED = 1;
  static final int USAGE = 2;

  private final int exitCode;

  private Problem(int exitCode, String sentence, Throwable cause) {
    super(sentence, cause);
    this.exitCode = exitCode;
  }

  private Problem(int exitCode, String sentence) {
    super(sentence);
    this.exitCode = exitCode;
  }

  static Problem failed(String sentence) {
    return new Problem(FAILED, sentence);
  }

  static Problem failed(String sentence, Throwable cause) {
    return new Problem(FAILED, sentence, cause);
  }

  static Problem usage(String sentence) {
    return new Problem(USAGE, sentence);
  }

  String sentence() {
    return String.valueOf(getMessage());
  }

  int exitCode() {
    return exitCode;
  }
}
