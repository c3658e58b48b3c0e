package dev.serai.up;

import dev.serai.audit.AuditVerifier;
import dev.serai.audit.Verdict;
import java.io.PrintStream;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * {@code ./serai audit verify}: whether the audit log is what was written. Asks the database
 * itself, so that no gateway has to be trusted; starts an embedded one that does not run.
 */
@Command(
    name = "verify",
    description = {
      "Check that no row of the audit log was changed, removed, reordered or inserted. Works on the",
      "database of a gateway that runs, or does not. Reads only."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footer = {
      "",
      "Exit code: 0 every chain is as it was written, 1 one is not, or cannot be read.",
      "Environment: SERAI_DATABASE_URL, SERAI_DATABASE_USER and SERAI_DATABASE_PASSWORD.",
      "",
      "Examples:",
      "  serai audit verify",
      "  serai audit verify --organization acme --database-url postgres://db/serai"
    })
final class AuditVerifyCommand implements Callable<Integer> {
  private static final long TELL_EACH_NANOS = 1_000_000_000;

  @Option(
      names = "--organization",
      paramLabel = "<name>",
      description = "Only the chain of this one (default: all)")
  @Nullable String organization;

  @Mixin
  @SuppressWarnings("NullAway.Init")
  DatabaseOptions options;

  private final PrintStream out;
  private final Progress progress;
  private final Map<String, String> env;
  private long told = System.nanoTime();

  AuditVerifyCommand(PrintStream out, Progress progress, Map<String, String> env) {
    this.out = out;
    this.progress = progress;
    this.env = env;
  }

  @Override
  public Integer call() {
    if (options.named()) return verify(reached(options.given(env)));
    DatabaseAccess running = DatabaseLogin.running(options.data);
    if (answers(running)) return verify(reached(running));
    if (!Files.isDirectory(options.data.resolve("postgres")))
      throw Problem.usage("there is no database in " + options.data);
    try (DataFolder data = DataFolder.open(options.data)) {
      progress.begin("database", "starting");
      try (EmbeddedDatabase database = EmbeddedDatabase.start(data, progress)) {
        progress.done("database", database.access().version() + " in " + options.data);
        return verify(database.access());
      }
    }
  }

  private static boolean answers(DatabaseAccess access) {
    try (Connection _ = access.connect()) {
      return true;
    } catch (SQLException _) {
      return false;
    }
  }

  private DatabaseAccess reached(DatabaseAccess access) {
    progress.begin("database", "reaching " + access.place());
    progress.done("database", access.version() + " at " + access.place());
    return access;
  }

  private int verify(DatabaseAccess access) {
    SingleConnections database = new SingleConnections(access);
    database.require("audit_heads");
    AuditVerifier verifier = new AuditVerifier(database);
    boolean ok = true;
    for (Map.Entry<String, String> one : chains(verifier).entrySet()) {
      progress.begin("chain", one.getValue());
      Verdict verdict =
          verifier.verify(
              one.getKey(), one.getValue(), (rows, of) -> tell(one.getValue(), rows, of));
      out.println(sentence(verdict));
      ok &= verdict.ok();
    }
    if (!ok) progress.fail("the audit log is not as it was written");
    return ok ? 0 : Problem.FAILED;
  }

  private Map<String, String> chains(AuditVerifier verifier) {
    Map<String, String> chains = new TreeMap<>(verifier.organizations());
    if (organization != null) chains.values().removeIf(name -> !name.equals(organization));
    if (organization != null && chains.isEmpty())
      throw Problem.usage("there is no organization " + organization);
    return chains;
  }

  private void tell(String name, long rows, long of) {
    if (System.nanoTime() - told < TELL_EACH_NANOS) return;
    told = System.nanoTime();
    progress.step("chain", name + ", " + count(rows) + " of " + count(of) + " rows");
  }

  private static String sentence(Verdict verdict) {
    StringBuilder said = new StringBuilder(verdict.organization()).append(": ");
    Verdict.Fault fault = verdict.fault();
    if (fault != null) said.append(fault.sentence()).append("; before that ");
    said.append(verdict.rows() == 1 ? "1 row" : count(verdict.rows()) + " rows");
    if (verdict.first() != null)
      said.append(" from ").append(verdict.first()).append(" to ").append(verdict.last());
    if (fault != null) return said.toString();
    return said + ", OK, last hash " + verdict.hash();
  }

  private static String count(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }
}
