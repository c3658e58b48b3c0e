package dev.serai.cli;

import java.util.List;

/** Why a command ends without having done its work: what, why, what to do, and the exit code. */
final class Failure extends RuntimeException {
  private final transient List<String> details;
  private final int exitCode;
  private final int status;

  private Failure(int exitCode, String what, String... details) {
    this(exitCode, 0, what, List.of(details));
  }

  private Failure(int exitCode, int status, String what, List<String> details) {
    super(what, null, false, false);
    this.exitCode = exitCode;
    this.status = status;
    this.details = details;
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

  /** The same, of an answer with this status. */
  Failure answered(int with) {
    return new Failure(exitCode, with, String.valueOf(getMessage()), details);
  }

  int exitCode() {
    return exitCode;
  }

  /** Of the gateway's answer; 0 = there was none. */
  int status() {
    return status;
  }

  /** The lines below the first: why, and what to do. */
  List<String> details() {
    return details;
  }
}
