package dev.serai.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serai.testing.Answer;
import dev.serai.testing.FakeProvider;
import dev.serai.testing.RecordedRequest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Released coding agents finish a run with a tool call, streamed, through the gateway. */
@Tag("e2e")
class CodingAgentsTest {
  private static final String TASK = "Leave a proof in this folder.";

  private static final String QUIET_CODEX =
      """
      check_for_update_on_startup = false
      analytics.enabled = false
      features.plugins = false
      features.apps = false
      """;

  private static final FakeProvider provider = FakeProvider.start();
  private static final FakeProvider internet = FakeProvider.start();
  private static Door door;

  @TempDir Path folder;
  private Desk desk;

  @BeforeAll
  static void open() {
    door = Door.to(provider.otherwise(new FakeModel()));
    internet.otherwise(Answer.json(403, "no internet"));
  }

  @AfterAll
  static void close() {
    door.close();
    provider.close();
    internet.close();
  }

  @BeforeEach
  void sitDown() throws Exception {
    provider.reset();
    internet.reset();
    desk = Desk.in(folder, internet.baseUrl());
  }

  /** The token travels as a bearer, the API key as x-api-key. */
  @ParameterizedTest
  @ValueSource(strings = {"ANTHROPIC_AUTH_TOKEN", "ANTHROPIC_API_KEY"})
  void claudeCodeRunsAToolThroughTheGateway(String variable) {
    Path home = Npm.installed("claude-code", "@anthropic-ai/claude-code@2.1.330");
    desk.env("ANTHROPIC_BASE_URL", door.url())
        .env(variable, door.key())
        .env("ANTHROPIC_MODEL", "claude-sonnet-5")
        .env("CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC", "1")
        .env("DISABLE_TELEMETRY", "1")
        .env("DISABLE_AUTOUPDATER", "1");

    Run run =
        node(
            home.resolve("node_modules/@anthropic-ai/claude-code/cli-wrapper.cjs"),
            List.of("-p", TASK, "--allowedTools", "Bash"));

    assertToolRan(run);
    assertThat(streamed("/messages")).hasSizeGreaterThanOrEqualTo(2);
  }

  @Test
  void codexRunsAToolThroughTheGateway() throws Exception {
    desk.env("GATEWAY_KEY", door.key())
        .home(
            ".codex/config.toml",
            """
            model = "gpt-5.1-codex"
            model_provider = "gateway"
            %s
            [model_providers.gateway]
            name = "gateway"
            base_url = "%s/v1"
            env_key = "GATEWAY_KEY"
            wire_api = "responses"
            """
                .formatted(QUIET_CODEX, door.url()));

    Run run = codex();

    assertToolRan(run);
    assertThat(streamed("/responses")).hasSizeGreaterThanOrEqualTo(2);
  }

  /**
   * Codex's own provider tries a WebSocket first, and its current models carry their tools inside
   * the input: a body that survives only when it is passed on as it is.
   */
  @Test
  void codexFallsBackFromWebSocketAndRunsACustomTool() throws Exception {
    desk.env("CODEX_API_KEY", door.key()).home(".codex/config.toml", QUIET_CODEX);

    Run run = codex("-c", "openai_base_url=\"" + door.url() + "/v1\"", "-m", "gpt-6.1-sol");

    assertToolRan(run);
  }

  @Test
  void geminiCliRunsAToolThroughTheGateway() throws Exception {
    Path home = Npm.installed("gemini-cli", "@google/gemini-cli@0.61.0");
    desk.env("GOOGLE_GEMINI_BASE_URL", door.url())
        .env("GEMINI_API_KEY", door.key())
        .env("GEMINI_CLI_TRUST_WORKSPACE", "true")
        .home(
            ".gemini/settings.json",
            """
            {"security":{"auth":{"selectedType":"gemini-api-key"}},
             "privacy":{"usageStatisticsEnabled":false},
             "general":{"enableAutoUpdate":false}}
            """);

    // an explicit model: the automatic choice asks a classifier first
    Run run =
        node(
            home.resolve("node_modules/@google/gemini-cli/bundle/gemini.js"),
            List.of("-m", "gemini-2.5-flash", "-p", TASK, "--yolo"));

    assertToolRan(run);
    assertThat(streamed(":streamGenerateContent")).hasSizeGreaterThanOrEqualTo(2);
  }

  private Run codex(String... options) {
    Path home = Npm.installed("codex", "@openai/codex@0.169.0");
    var arguments = new ArrayList<>(List.of("exec", "--skip-git-repo-check"));
    arguments.add("--dangerously-bypass-approvals-and-sandbox");
    arguments.addAll(List.of(options));
    arguments.add(TASK);
    return node(home.resolve("node_modules/@openai/codex/bin/codex.js"), arguments);
  }

  private Run node(Path script, List<String> arguments) {
    var command = new ArrayList<>(List.of(Npm.node().toString(), script.toString()));
    command.addAll(arguments);
    return desk.run(command);
  }

  private void assertToolRan(Run run) {
    assertThat(run.exit()).as("%s%n%s%n%s", run.ending(), run.tail(60), asked()).isZero();
    assertThat(desk.project().resolve(FakeModel.PROOF_FILE))
        .as("%s%n%s", run.tail(60), asked())
        .content()
        .isEqualToIgnoringWhitespace(FakeModel.PROOF);
    assertThat(run.out()).contains(FakeModel.FINAL_TEXT);
    Credentials.assertSwapped(provider, door);
    assertThat(internet.requests()).as("requests to other hosts").isEmpty();
  }

  private List<RecordedRequest> streamed(String path) {
    return provider.requests().stream()
        .filter(r -> r.path().endsWith(path))
        .filter(r -> r.text().contains("\"stream\":true") || path.startsWith(":stream"))
        .toList();
  }

  private String asked() {
    return "asked: " + provider.requests();
  }
}
