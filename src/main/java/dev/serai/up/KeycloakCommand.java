package dev.serai.up;

import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code ./serai keycloak}: commands for a Keycloak of yours. */
@Command(
    name = "serai keycloak",
    description = "The realm of a Keycloak that Serai uses.",
    synopsisSubcommandLabel = "apply",
    mixinStandardHelpOptions = true)
public final class KeycloakCommand implements Callable<Integer> {
  @Spec
  @SuppressWarnings("NullAway.Init")
  CommandSpec spec;

  public static void main(String[] args) {
    Logs.toScreen();
    System.exit(run(new Progress(System.err, System.getenv()), System.getenv(), args));
  }

  static int run(Progress progress, Map<String, String> env, String... args) {
    CommandLine line = new CommandLine(new KeycloakCommand());
    line.addSubcommand(new KeycloakApplyCommand(progress, env));
    return Up.run(line, progress, args);
  }

  @Override
  public Integer call() {
    spec.commandLine().usage(System.err);
    return Problem.USAGE;
  }
}
