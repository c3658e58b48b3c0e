package dev.serai.cli.launch;

import java.util.List;

/** Why a tool was not started: what, why, what to do, and the exit code for it. */
public final class LaunchFailure extends RuntimeException {
  /** Codes of the command line, as documented there. */
  public static final int FAILED = 1;

  public static final int USAGE = 2;
  public static final int NOT_FOUND = 127;

  private final transient List<String> details;
  private final int exitCode;

  LaunchFailure(int exitCode, String what, String... details) {
    super(what, null, false, false);
    this.exitCode = exitCode;
    this.details = List.of(details);
  }

  public int exitCode() {
    return exitCode;
  }

  /** The lines below the first. */
  public List<String> details() {
    return details;
  }
}
