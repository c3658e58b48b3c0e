package dev.serai.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serai.testing.Answer;
import dev.serai.testing.FakeProvider;
import dev.serai.usage.JournalDrain;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Released coding agents show their user why nothing works any more, and stop asking. */
@Tag("e2e")
class AgentsAtTheirLimitTest {
  private static final String TASK = "Say hello.";
  private static final String REASON =
      "Budget exceeded: key 'agents/agent' has spent 0.00 of 0.00 USD";

  private static final FakeProvider provider = FakeProvider.start();
  private static final FakeProvider internet = FakeProvider.start();
  private static Door door;

  @TempDir Path folder;
  private CodingAgents agents;

  @BeforeAll
  static void open() {
    door =
        Door.to(
            provider.otherwise(new FakeModel()),
            "limits: [ { scope: key, target: agent, measure: usd, window: month, cap: 0 } ]\n");
    internet.otherwise(Answer.json(403, "no internet"));
  }

  @AfterAll
  static void close() {
    if (door != null) door.close();
    provider.close();
    internet.close();
  }

  @BeforeEach
  void sitDown() throws Exception {
    provider.reset();
    agents = new CodingAgents(Desk.in(folder, internet.baseUrl()), door);
    records(); // nothing of another test is on its way
    door.gateway().bean(JdbcClient.class).sql("truncate usage_records").update();
  }

  @Test
  void claudeCodeShowsTheReasonAndStops() {
    assertRefusedOnce(agents.claudeCode("ANTHROPIC_AUTH_TOKEN", "-p", TASK));
  }

  @Test
  void codexShowsTheReasonAndStops() throws Exception {
    assertRefusedOnce(agents.codex(TASK));
  }

  @Test
  void geminiCliShowsTheReasonAndStops() throws Exception {
    assertRefusedOnce(agents.geminiCli(TASK));
  }

  private void assertRefusedOnce(Run run) {
    String shown = (run.out() + run.err()).replaceAll("\\s+", " ");
    assertThat(shown).as("%s%n%s", run.ending(), run.tail(60)).contains(REASON);
    assertThat(run.exit()).as("%s", run.ending()).isNotIn(0, 124, 127);
    assertThat(records()).as("%s", run.tail(40)).containsExactly("budget_exceeded");
    assertThat(provider.requests()).isEmpty();
  }

  /** Why each call that costs something ended. */
  private static List<String> records() {
    assertThat(door.gateway().bean(JournalDrain.class).awaitDrained(Duration.ofSeconds(20)))
        .isTrue();
    return door.gateway()
        .bean(JdbcClient.class)
        .sql(
            "select reason from usage_records where operation in ('chat', 'generate_content')"
                + " order by started_at")
        .query(String.class)
        .list();
  }
}
