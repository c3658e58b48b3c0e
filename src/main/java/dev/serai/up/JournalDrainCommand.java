package dev.serai.up;

import dev.serai.audit.RefusalCounts;
import dev.serai.usage.JournalInUse;
import dev.serai.usage.LeftJournal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import javax.sql.DataSource;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * {@code ./serai journal drain}: brings the journal of a machine that does not come back to the
 * database, then frees what its gateway held. Safe to repeat and to break off at any time.
 */
@Command(
    name = "drain",
    description = {
      "Bring the usage records of a gateway that does not come back to the database, then free what",
      "it held of limits. A gateway that starts on the journal again does this by itself."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footer = {
      "",
      "Environment: SERAI_DATABASE_URL, SERAI_DATABASE_USER and SERAI_DATABASE_PASSWORD.",
      "",
      "Example:",
      "  serai journal drain --journal /mnt/old/.serai/journal --database-url postgres://db/serai"
    })
final class JournalDrainCommand implements Callable<Integer> {
  private static final Duration TELL_EACH = Duration.ofSeconds(1);

  @Option(
      names = "--journal",
      paramLabel = "<dir>",
      required = true,
      description = "The journal: the folder journal/ of its data folder")
  Path folder = Path.of("");

  @Mixin
  @SuppressWarnings("NullAway.Init")
  DatabaseOptions options;

  private final Progress progress;
  private final Map<String, String> env;
  private final Freeing freeing;

  JournalDrainCommand(Progress progress, Map<String, String> env, Freeing freeing) {
    this.progress = progress;
    this.env = env;
    this.freeing = freeing;
  }

  @Override
  public Integer call() {
    if (!Files.isDirectory(folder)) throw Problem.usage("--journal: there is no folder " + folder);
    DatabaseAccess access = options.running(env);
    progress.begin("database", "reaching " + access.place());
    progress.done("database", access.version() + " at " + access.place());
    SingleConnections database = new SingleConnections(access);
    database.require("usage_hours");
    try (LeftJournal journal = LeftJournal.open(folder, database, RefusalCounts.INSTANCE)) {
      drain(journal);
      free(journal, database);
      return finish(journal);
    } catch (JournalInUse e) {
      throw Problem.failed(
          "the journal in " + folder + " belongs to a running gateway, which drains it itself", e);
    } catch (IOException e) {
      throw Problem.failed("the journal cannot be used: " + e.getMessage(), e);
    }
  }

  private void drain(LeftJournal journal) {
    long total = journal.depth();
    progress.begin("records", count(total) + " to bring to the database");
    while (!journal.drain(TELL_EACH))
      progress.step("records", count(total - journal.depth()) + " of " + count(total));
    progress.done("records", count(total - journal.refused()) + " are in the database");
  }

  private void free(LeftJournal journal, DataSource database) {
    progress.begin("limits", "freeing what journal " + journal.id().id() + " held");
    try {
      List<String> freed = freeing.free(database, journal.id());
      for (String one : freed) progress.fact("limits", one);
      if (freed.isEmpty()) progress.fact("limits", "nothing was held");
    } catch (SQLException | RuntimeException e) {
      throw Problem.failed(
          "the records are in the database, but what was held is not freed: " + e.getMessage(), e);
    }
  }

  private int finish(LeftJournal journal) {
    if (journal.refused() == 0) return 0;
    progress.fail(
        count(journal.refused()) + " records could not be stored; the lines above say why");
    return Problem.FAILED;
  }

  private static String count(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }
}
