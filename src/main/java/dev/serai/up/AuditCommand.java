package dev.serai.up;

import java.io.PrintStream;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code ./serai audit verify}: what is asked of the database itself, and of no gateway. */
@Command(
    name = "serai audit",
    description = "The audit log, as it lies in the database.",
    synopsisSubcommandLabel = "verify",
    mixinStandardHelpOptions = true)
public final class AuditCommand implements Callable<Integer> {
  @Spec
  @SuppressWarnings("NullAway.Init")
  CommandSpec spec;

  public static void main(String[] args) {
    Logs.toScreen();
    Progress progress = new Progress(System.err, System.getenv());
    System.exit(run(System.out, progress, System.getenv(), args));
  }

  static int run(PrintStream out, Progress progress, Map<String, String> env, String... args) {
    CommandLine line = new CommandLine(new AuditCommand());
    line.addSubcommand(new AuditVerifyCommand(out, progress, env));
    return Up.run(line, progress, args);
  }

  @Override
  public Integer call() {
    spec.commandLine().usage(System.err);
    return Problem.USAGE;
  }
}
