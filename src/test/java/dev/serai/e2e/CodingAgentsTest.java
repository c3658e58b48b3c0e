package dev.serai.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serai.testing.Answer;
import dev.serai.testing.FakeProvider;
import dev.serai.testing.RecordedRequest;
import java.nio.file.Path;
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

  private static final FakeProvider provider = FakeProvider.start();
  private static final FakeProvider internet = FakeProvider.start();
  private static Door door;

  @TempDir Path folder;
  private Desk desk;
  private CodingAgents agents;

  @BeforeAll
  static void open() {
    door = Door.to(provider.otherwise(new FakeModel()));
    internet.otherwise(Answer.json(403, "no internet"));
  }

  @AfterAll
  static void close() {
    if (door != null) {
      door.close();
    }
    provider.close();
    internet.close();
  }

  @BeforeEach
  void sitDown() throws Exception {
    provider.reset();
    internet.reset();
    desk = Desk.in(folder, internet.baseUrl());
    agents = new CodingAgents(desk, door);
  }

  /** The token travels as a bearer, the API key as x-api-key. */
  @ParameterizedTest
  @ValueSource(strings = {"ANTHROPIC_AUTH_TOKEN", "ANTHROPIC_API_KEY"})
  void claudeCodeRunsAToolThroughTheGateway(String variable) {
    Run run = agents.claudeCode(variable, "-p", TASK, "--allowedTools", "Bash");

    assertToolRan(run);
    assertThat(streamed("/messages")).hasSizeGreaterThanOrEqualTo(2);
  }

  @Test
  void codexRunsAToolThroughTheGateway() throws Exception {
    Run run = agents.codex(TASK);

    assertToolRan(run);
    assertThat(streamed("/responses")).hasSizeGreaterThanOrEqualTo(2);
  }

  /**
   * Codex's own provider tries a WebSocket first, and its current models carry their tools inside
   * the input: a body that survives only when it is passed on as it is.
   */
  @Test
  void codexFallsBackFromWebSocketAndRunsACustomTool() throws Exception {
    Run run = agents.codexWithItsOwnProvider("gpt-6.1-sol", TASK);

    assertToolRan(run);
  }

  @Test
  void geminiCliRunsAToolThroughTheGateway() throws Exception {
    Run run = agents.geminiCli(TASK);

    assertToolRan(run);
    assertThat(streamed(":streamGenerateContent")).hasSizeGreaterThanOrEqualTo(2);
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
