package dev.serai.cli;

/** What scripts may rely on; {@code serai help exit-codes} prints the same. */
final class ExitCode {
  static final int DONE = 0;
  static final int FAILED = 1;
  static final int USAGE = 2;
  static final int LOGIN = 4;

  static final String HELP =
      """
      0  done
      1  failed: the gateway refused, or does not answer
      2  wrong usage: an unknown option, a missing argument, a missing --yes
      4  login needed: not signed in and no admin token, or neither is accepted
      serai launch ends with the code of the tool; 127 when the tool is not installed
      """;

  private ExitCode() {}
}
