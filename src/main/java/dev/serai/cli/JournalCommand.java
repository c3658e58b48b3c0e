package dev.serai.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Unmatched;

/** Only listed here: the launcher script runs {@code journal} with the server's jar. */
@Command(
    name = "journal",
    description =
        "Bring in the records of a gateway that does not come back (serai journal --help).")
final class JournalCommand implements Callable<Integer> {
  @Unmatched String[] rest = {};

  @Override
  public Integer call() {
    throw Failure.usage(
        "this jar is the command line only", "use the launcher: ./serai journal drain");
  }
}
