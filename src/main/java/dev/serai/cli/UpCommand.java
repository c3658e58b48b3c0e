package dev.serai.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Unmatched;

/** Only listed here: the launcher script starts the server for {@code up} before we are asked. */
@Command(
    name = "up",
    description = "Start the gateway, with a database of its own (serai up --help).")
final class UpCommand implements Callable<Integer> {
  @Unmatched String[] rest = {};

  @Override
  public Integer call() {
    throw Failure.usage(
        "this jar is the command line only", "the gateway is started by the launcher: ./serai up");
  }
}
