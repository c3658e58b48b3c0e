package dev.serai.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serai.testing.Answer;
import dev.serai.testing.FakeProvider;
import dev.serai.usage.JournalDrain;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
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
  private Desk desk;

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
    desk = Desk.in(folder, internet.baseUrl());
    records(); // nothing of another test is on its way
    door.gateway().bean(JdbcClient.class).sql("truncate usage_records").update();
  }

  @Test
  void claudeCodeShowsTheReasonAndStops() {
    Path home = Npm.installed("claude-code", "@anthropic-ai/claude-code@2.1.330");
    desk.env("ANTHROPIC_BASE_URL", door.url())
        .env("ANTHROPIC_AUTH_TOKEN", door.key())
        .env("ANTHROPIC_MODEL", "claude-sonnet-5")
        .env("CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC", "1")
        .env("DISABLE_TELEMETRY", "1")
        .env("DISABLE_AUTOUPDATER", "1");

    Run run =
        node(
            home.resolve("node_modules/@anthropic-ai/claude-code/cli-wrapper.cjs"),
            List.of("-p", TASK));

    assertRefusedOnce(run);
  }

  @Test
  void codexShowsTheReasonAndStops() throws Exception {
    Path home = Npm.installed("codex", "@openai/codex@0.169.0");
    desk.env("GATEWAY_KEY", door.key())
        .home(
            ".codex/config.toml",
            """
            model = "gpt-5.1-codex"
            model_provider = "gateway"
            check_for_update_on_startup = false
            analytics.enabled = false
            features.plugins = false
            features.apps = false

            [model_providers.gateway]
            name = "gateway"
            base_url = "%s/v1"
            env_key = "GATEWAY_KEY"
            wire_api = "responses"
            """
                .formatted(door.url()));

    Run run =
        node(
            home.resolve("node_modules/@openai/codex/bin/codex.js"),
            List.of(
                "exec",
                "--skip-git-repo-check",
                "--dangerously-bypass-approvals-and-sandbox",
                TASK));

    assertRefusedOnce(run);
  }

  @Test
  void geminiCliShowsTheReasonAndStops() throws Exception {
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

    Run run =
        node(
            home.resolve("node_modules/@google/gemini-cli/bundle/gemini.js"),
            List.of("-m", "gemini-2.5-flash", "-p", TASK, "--yolo"));

    assertRefusedOnce(run);
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

  private Run node(Path script, List<String> arguments) {
    var command = new ArrayList<>(List.of(Npm.node().toString(), script.toString()));
    command.addAll(arguments);
    return desk.run(command);
  }
}
