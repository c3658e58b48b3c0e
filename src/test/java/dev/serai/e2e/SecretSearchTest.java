package dev.serai.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What finds nothing has to be able to find something. */
@Tag("e2e")
@EnabledOnOs(OS.LINUX)
class SecretSearchTest {
  private static final String SECRET = "sk-provider-of-the-search";
  private static final String TOKEN =
      "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJhZGEiLCJhIjoxfQ.c2lnbmF0dXJlLW9m";

  @TempDir Path folder;
  private Desk desk;
  private SecretSearch search;
  private Process process;

  @BeforeEach
  void sitDown() throws Exception {
    desk = Desk.in(folder, "http://127.0.0.1:9");
    search = new SecretSearch(desk, () -> Set.of(SECRET), "sk-of-the-user");
  }

  @AfterEach
  void end() {
    if (process != null) process.destroyForcibly();
  }

  /** A process of the desk that waits, with one more word on its command line. */
  private SecretSearch.Result whileRuns(String word, String name, String value) throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder("/bin/sh", "-c", "echo ready; read -r line", "waiting", word);
    builder.environment().clear();
    builder.environment().put("HOME", folder.resolve("home").toString());
    builder.environment().put(name, value);
    process = builder.start();
    assertThat(process.inputReader().readLine()).isEqualTo("ready");
    return search.everywhere("launcher-of-this-test");
  }

  @Test
  void findsNothingOnACleanMachine() throws Exception {
    Files.writeString(desk.project().resolve("notes"), "sk-, eyJ and vk-lw- are beginnings");

    SecretSearch.Result result = whileRuns("word", "A", "1");

    assertThat(result.processes()).singleElement().asString().contains("waiting word");
    assertThat(result.files()).isEqualTo(1);
    assertThat(result.finds()).isEmpty();
    assertThat(search.left()).extracting(ProcessHandle::pid).containsExactly(process.pid());
  }

  @Test
  void findsWhatIsInTheEnvironmentOfAProcess() throws Exception {
    assertThat(whileRuns("word", "KEY", "sk-of-the-user").finds()).hasSize(1);
    end();
    assertThat(whileRuns("word", "KEY", TOKEN).finds())
        .singleElement()
        .asString()
        .startsWith("a token in the environment of");
  }

  @Test
  void findsWhatIsOnACommandLine() throws Exception {
    assertThat(whileRuns(SECRET, "A", "1").finds())
        .singleElement()
        .asString()
        .startsWith("a secret in the command line of");
  }

  @Test
  void letsTheLauncherHaveTheKeyOfItsUser() throws Exception {
    String key = "vk-lw-" + "0".repeat(26);

    assertThat(whileRuns("launcher-of-this-test", "SERAI_KEY", key).finds()).isEmpty();
    end();
    assertThat(whileRuns("another", "SERAI_KEY", key).finds()).hasSize(1);
  }

  @Test
  void findsWhatIsInFilesAlsoWrittenOtherwiseAndAcrossPieces() throws Exception {
    desk.home("own", "sk-of-the-user");
    Path home = folder.resolve("home");
    byte[] bytes = SECRET.getBytes();
    for (String content :
        List.of(
            TOKEN,
            SECRET,
            Base64.getEncoder().encodeToString(bytes),
            "sk-of-the-user",
            "x".repeat((1 << 20) - 5) + SECRET)) {
      Files.writeString(home.resolve("found"), content);
      assertThat(search.everywhere("").finds()).as(content.substring(0, 5)).hasSize(1);
    }
  }
}
