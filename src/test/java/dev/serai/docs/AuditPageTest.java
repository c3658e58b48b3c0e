package dev.serai.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.serai.access.AuditTrail;
import dev.serai.access.AuditTrail.Entry;
import dev.serai.testing.AdminServer;
import dev.serai.testing.TestDatabase;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What docs/operations.md says of the audit log. */
class AuditPageTest {
  private static final Pattern ACTION = Pattern.compile("`([a-z][a-z-]*\\.[a-z-]+)`");

  /** Where an action is given by its name. */
  private static final Pattern GIVEN =
      Pattern.compile(
          "(?:Entry\\.of|Target\\.of|new Target|new Mutations\\.Target|\\.created|ACTION =)"
              + "\\(?\\s*\"([a-z][A-Za-z-]*\\.[a-z-]+)\"");

  /** Anything that looks like one. */
  private static final Pattern TEXT = Pattern.compile("\"([a-z][A-Za-z-]*)\\.([a-z-]+)\"");

  /** Properties of the JVM, and files. */
  private static final Set<String> NOT_ACTIONS =
      Set.of("user.name", "user.home", "user.dir", "keycloak.log", "keycloak.pid");

  @TempDir Path folder;

  private record Ended(int exitCode, String said) {}

  private static Set<String> documented() {
    return Markdown.of("docs/operations.md").rows().stream()
        .flatMap(row -> ACTION.matcher(row.getFirst()).results())
        .map(found -> found.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Test
  void namesEveryAction() throws IOException {
    Set<String> documented = documented();
    Set<String> kinds =
        documented.stream()
            .map(action -> action.substring(0, action.indexOf('.')))
            .collect(Collectors.toSet());
    Set<String> used = new TreeSet<>();
    for (String source : sources()) {
      GIVEN.matcher(source).results().forEach(found -> used.add(found.group(1)));
      TEXT.matcher(source)
          .results()
          .filter(found -> kinds.contains(found.group(1)))
          .forEach(found -> used.add(found.group(1) + "." + found.group(2)));
    }
    used.removeAll(NOT_ACTIONS);

    assertThat(used).contains("audit.view", "key.revoke", "call.refused");
    assertThat(documented).containsAll(used);
  }

  @Test
  void itsRecipeChecksAnExportAndFindsWhatWasChanged() throws Exception {
    assumeThat(python()).as("python3 is there").isTrue();
    Path recipe =
        Files.writeString(
            folder.resolve("check.py"),
            Markdown.of("docs/operations.md").blocks("python").getFirst());
    Path file = folder.resolve("audit.ndjson");
    try (TestDatabase database = TestDatabase.migrated();
        AdminServer server = AdminServer.on(database, folder.resolve("secrets"))) {
      for (int i = 0; i < 20; i++)
        server
            .bean(AuditTrail.class)
            .append(
                Entry.of("key.update", "key", "k" + i)
                    .change(null, Map.of("naïve", " \" \u2028 \uD83D\uDE00"))
                    .with(Map.of("n", "" + i)));
      Files.writeString(file, server.get("/api/audit/export").raw().body());
    }

    Ended whole = check(recipe, file);
    assertThat(whole.said()).startsWith("OK, up to row ");
    assertThat(whole.exitCode()).isZero();

    String text = Files.readString(file);
    Files.writeString(file, text.replace("\"k7\"", "\"k8\""));
    assertThat(check(recipe, file).exitCode()).isEqualTo(1);

    List<String> lines = text.lines().toList();
    Files.writeString(file, text + "{\"error\":\"broke off\"}\n");
    assertThat(lines).hasSizeGreaterThanOrEqualTo(20);
    assertThat(check(recipe, file).exitCode()).isEqualTo(1);
  }

  private static boolean python() throws InterruptedException {
    try {
      return new ProcessBuilder("python3", "--version")
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      return false;
    }
  }

  private static Ended check(Path recipe, Path file) throws Exception {
    Process process =
        new ProcessBuilder("python3", recipe.toString())
            .redirectInput(file.toFile())
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    return new Ended(process.exitValue(), said);
  }

  private static List<String> sources() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
      return files
          .filter(file -> file.toString().endsWith(".java"))
          .filter(file -> !file.toString().contains("/cli/"))
          .map(file -> Markdown.of(file.toString()).text())
          .toList();
    }
  }
}
