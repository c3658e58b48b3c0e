package dev.serai.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Unmatched;

/** Only listed here: the launcher script runs {@code keycloak} with the server's jar. */
@Command(
    name = "keycloak",
    description = "Apply the realm to a Keycloak of yours (serai keycloak --help).")
final class KeycloakCommand implements Callable<Integer> {
  @Unmatched String[] rest = {};

  @Override
  public Integer call() {
    throw Failure.usage(
        "this jar is the command line only", "use the launcher: ./serai keycloak apply");
  }
}
