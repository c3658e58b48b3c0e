package dev.serai.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Unmatched;

/** Only listed here: the launcher script runs {@code audit verify} with the server's jar. */
@Command(
    name = "verify",
    description = "Check the log in the database itself (serai audit verify --help).")
final class AuditVerifyCommand implements Callable<Integer> {
  @Unmatched String[] rest = {};

  @Override
  public Integer call() {
    throw Failure.usage(
        "this jar is the command line only", "use the launcher: ./serai audit verify");
  }
}
