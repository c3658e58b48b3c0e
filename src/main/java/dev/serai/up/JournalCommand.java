package dev.serai.up;

import dev.serai.leases.LeftLeases;
import dev.serai.usage.JournalId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import javax.sql.DataSource;
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
    System.exit(run(progress, System.getenv(), JournalCommand::free, args));
  }

  /** What was reserved when it was killed is charged, the rest can be taken by others. */
  private static List<String> free(DataSource database, JournalId journal) throws SQLException {
    long alive;
    try {
      alive = LeftLeases.giveBack(database, journal.folder());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return List.of(
        alive == 0
            ? "what it held and did not use is free"
            : alive + " of its runs were heard of just now and keep theirs: try again in a moment");
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
