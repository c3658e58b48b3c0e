package dev.serai.up;

import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code ./serai journal}: the commands for the journal of a gateway that does not run. */
@Command(
    name = "serai journal",
    description = "The usage journal of a gateway that does not come back.",
    synopsisSubcommandLabel = "drain",
    mixinStandardHelpOptions = true)
public final class JournalCommand implements Callable<Integer> {
  @Spec
  @SuppressWarnings("NullAway.Init")
  CommandSpec spec;

  public static void main(String[] args) {
    Logs.toScreen();
    Progress progress = new Progress(System.err, System.getenv());
    System.exit(run(progress, System.getenv(), Freeing.NOTHING, args));
  }

  static int run(Progress progress, Map<String, String> env, Freeing freeing, String... args) {
    CommandLine line = new CommandLine(new JournalCommand());
    line.addSubcommand(new JournalDrainCommand(progress, env, freeing));
    return Up.run(line, progress, args);
  }

  @Override
  public Integer call() {
    spec.commandLine().usage(System.err);
    return Problem.USAGE;
  }
}
