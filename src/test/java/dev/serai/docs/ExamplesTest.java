package dev.serai.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serai.config.References;
import dev.serai.config.SeraiYaml;
import dev.serai.config.Settings;
import dev.serai.testing.GatewayUnderTest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the pages tell to type works, and gives what they say. */
class ExamplesTest {
  private static final String CHANGES = "chatcmpl-\\w+|\"created\":\\d+";
  private static GatewayUnderTest gateway;

  @BeforeAll
  static void start() {
    gateway =
        GatewayUnderTest.with(
                """
                providers: [ { name: echo, type: echo } ]
                policies: [ { name: default, default: true, providers: [ echo ] } ]
                keys: [ { name: reader, secret: "%s" } ]
                """
                    .formatted(GatewayUnderTest.KEY))
            .start();
  }

  @AfterAll
  static void stop() {
    gateway.close();
  }

  @Test
  void theFirstCallGivesTheAnswerThatIsPrinted() throws Exception {
    Markdown readme = Markdown.of("README.md");
    String command =
        readme.blocks("").stream()
            .filter(block -> block.contains("curl "))
            .map(block -> block.substring(block.indexOf("curl ")))
            .findFirst()
            .orElseThrow()
            .replace("curl ", "curl -sS --max-time 30 ")
            .replace("http://127.0.0.1:8080", gateway.url());

    assertThat(shell(command).replaceAll(CHANGES, "*"))
        .isEqualToIgnoringWhitespace(readme.blocks("json").getFirst().replaceAll(CHANGES, "*"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"README.md", "docs/configuration.md"})
  void theSettingsThatAreShownAreValid(String page) {
    List<String> files =
        Markdown.of(page).blocks("yaml").stream()
            .filter(block -> block.startsWith("# serai.yaml"))
            .toList();
    assertThat(files).hasSize(1);

    Settings settings = gateway.bean(SeraiYaml.class).read(files.getFirst(), page, anything());

    assertThat(settings.providers()).isNotEmpty();
    assertThat(settings.keys()).isNotEmpty();
  }

  @Test
  void theProviderFileThatIsShownIsTheOneThatIsTested() throws IOException {
    String shown =
        Markdown.of("README.md").blocks("yaml").stream()
            .filter(block -> block.contains("templatedRoute"))
            .findFirst()
            .orElseThrow();
    String tested = Files.readString(Path.of("docs/examples/acme-provider.camel.yaml"));

    assertThat(tested).endsWith(shown);
  }

  @Test
  void everyExampleIsTested() throws IOException {
    String tests =
        Files.readString(Path.of("src/test/java/dev/serai/features/ExtensionsTest.java"));
    try (Stream<Path> examples = Files.list(Path.of("docs/examples"))) {
      assertThat(examples).allMatch(file -> tests.contains(file.getFileName().toString()));
    }
  }

  /** Every variable and file is there, and holds something in the shape of a key. */
  private static References anything() {
    return new References() {
      @Override
      public Optional<String> env(String name) {
        return Optional.of(GatewayUnderTest.KEY);
      }

      @Override
      public Optional<String> file(String path) {
        return Optional.of(GatewayUnderTest.KEY);
      }
    };
  }

  private static String shell(String command) throws IOException, InterruptedException {
    ProcessBuilder shell = new ProcessBuilder("bash", "-c", command).redirectErrorStream(true);
    shell.environment().put("SERAI_KEY", GatewayUnderTest.KEY);
    Process process = shell.start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(said).isZero();
    return said;
  }
}
