package dev.serai.cli;

import dev.serai.cli.signin.SignInFailure;
import java.util.List;

/** Why a command ends without having done its work: what, why, what to do, and the exit code. */
final class Failure extends RuntimeException {
  private final transient List<String> details;
  private final int exitCode;

  private Failure(int exitCode, String what, String... details) {
    super(what, null, false, false);
    this.exitCode = exitCode;
    this.details = List.of(details);
  }

  static Failure of(String what, String... details) {
    return new Failure(ExitCode.FAILED, what, details);
  }

  static Failure usage(String what, String... details) {
    return new Failure(ExitCode.USAGE, what, details);
  }

  static Failure login(String what, String... details) {
    return new Failure(ExitCode.LOGIN, what, details);
  }

  /** With a code that only one command has. */
  static Failure coded(int exitCode, String what, String... details) {
    return new Failure(exitCode, what, details);
  }

  /** Why nobody is signed in. */
  static Failure of(SignInFailure failure) {
    String[] details = failure.advice().toArray(String[]::new);
    String what = String.valueOf(failure.getMessage());
    return failure.isOver() ? login(what, details) : of(what, details);
  }

  int exitCode() {
    return exitCode;
  }

  /** The lines below the first: why, and what to do. */
  List<String> details() {
    return details;
  }
}
