package dev.serai.e2e;

import static dev.serai.e2e.SignedInLaunch.USERS_KEY;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.serai.e2e.SignedInLaunch.Way;
import dev.serai.testing.Answer;
import dev.serai.testing.FakeProvider;
import dev.serai.testing.RecordedRequest;
import dev.serai.usage.JournalDrain;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * Released coding agents that {@code serai} starts finish a run with a tool call, streamed, though
 * all that is on the machine says to go elsewhere. Somebody signs in for each at a real Keycloak;
 * no key and no token is anywhere while it runs, or after, and the books have it all.
 */
@Tag("e2e")
@EnabledOnOs(OS.LINUX) // the search wants /proc
class LaunchedAgentsTest {
  private static final String TASK = "Leave a proof in this folder.";

  private static final FakeProvider provider = FakeProvider.start();
  private static final FakeProvider internet = FakeProvider.start();
  private static Company company;

  @TempDir Path folder;
  private Desk desk;
  private SignedInLaunch launch;

  @BeforeAll
  static void open() {
    company = Company.before(provider);
    internet.otherwise(Answer.json(403, "no internet"));
  }

  @AfterAll
  static void close() {
    if (company != null) company.close();
    provider.close();
    internet.close();
  }

  @BeforeEach
  void sitDown(TestInfo test) throws Exception {
    provider.reset();
    internet.reset();
    desk =
        Desk.in(folder, internet.baseUrl())
            .env("ANTHROPIC_API_KEY", USERS_KEY)
            .env("OPENAI_API_KEY", USERS_KEY)
            .env("GEMINI_API_KEY", USERS_KEY)
            .env("CLAUDE_CODE_USE_BEDROCK", "1")
            .env("GOOGLE_GENAI_USE_VERTEXAI", "true");
    String name = test.getTestMethod().orElseThrow().getName().replaceAll("[A-Z].*", "");
    launch = new SignedInLaunch(company, desk, name);
    provider.otherwise(launch.searchedBy(new FakeModel()));
  }

  @Test
  void claudeIsLaunchedAgainstSettingsThatGoElsewhere() throws Exception {
    desk.home(
        ".claude/settings.json",
        """
        {"apiKeyHelper": "echo %s",
         "env": {"ANTHROPIC_BASE_URL": "%s", "CLAUDE_CODE_USE_VERTEX": "1"}}
        """
            .formatted(USERS_KEY, internet.baseUrl()));

    Run run =
        run(
            Way.BROWSER,
            ReleasedAgent.CLAUDE,
            "claude-sonnet-5",
            "-p",
            TASK,
            "--allowedTools",
            "Bash");

    assertDone(run, ReleasedAgent.CLAUDE, "/messages");
    assertNobodyElseWasAsked();
  }

  @Test
  void codexIsLaunchedAgainstAConfigThatGoesElsewhere() throws Exception {
    desk.home(
        ".codex/config.toml",
        """
        model_provider = "own"
        [model_providers.own]
        name = "own"
        base_url = "%s/v1"
        """
            .formatted(internet.baseUrl()));

    Run run =
        run(
            Way.DEVICE,
            ReleasedAgent.CODEX,
            "gpt-5.1-codex",
            "exec",
            "--skip-git-repo-check",
            "--dangerously-bypass-approvals-and-sandbox",
            TASK);

    assertDone(run, ReleasedAgent.CODEX, "/responses");
    assertNobodyElseWasAsked();
  }

  @Test
  void keyOfTheUsersOwnIsShownToTheLauncherAlone() throws Exception {
    desk.env("SERAI_KEY", company.door().key());

    Run run =
        launch.run(
            Way.DEVICE,
            ReleasedAgent.CODEX,
            List.of("--model", "gpt-5.1-codex"),
            "exec",
            "--skip-git-repo-check",
            "--dangerously-bypass-approvals-and-sandbox",
            TASK);

    assertToolRan(run, "/responses");
    assertNothingIsFound(run);
    assertThat(run.err()).contains("Not signed in: with the virtual key of SERAI_KEY");
    assertThat(launch.page()).as("nobody was asked to sign in").isEmpty();
    assertNobodyElseWasAsked();
  }

  @Test
  void geminiIsLaunchedAgainstSettingsAndAnEnvFileThatGoElsewhere() throws Exception {
    desk.env("GEMINI_CLI_TRUST_WORKSPACE", "true")
        .home(".gemini/settings.json", "{\"security\":{\"auth\":{\"selectedType\":\"vertex-ai\"}}}")
        .home(".gemini/.env", "GOOGLE_GENAI_USE_VERTEXAI=true\nGOOGLE_API_KEY=" + USERS_KEY + "\n");

    Run run = run(Way.BROWSER, ReleasedAgent.GEMINI, "gemini-2.5-pro", "-p", TASK, "--yolo");

    assertDone(run, ReleasedAgent.GEMINI, ":streamGenerateContent");
    assertNobodyElseWasAsked();
  }

  @Test
  void opencodeIsLaunchedAgainstAConfigThatGoesElsewhere() throws Exception {
    desk.home(
        ".config/opencode/opencode.json",
        """
        {"model": "openai/gpt-5",
         "provider": {"openai": {"options": {"baseURL": "%s/v1", "apiKey": "%s"}}}}
        """
            .formatted(internet.baseUrl(), USERS_KEY));

    Run run = run(Way.DEVICE, ReleasedAgent.OPENCODE, "claude-sonnet-5", "run", TASK);

    assertDone(run, ReleasedAgent.OPENCODE, "/messages");
    // it looks for a newer package of its own, whatever it is told
    assertNobodyElseWasAskedBut("registry.npmjs.org");
  }

  @Test
  void copilotIsLaunchedWithoutASignInAtGitHub() throws Exception {
    desk.env("COPILOT_PROVIDER_BASE_URL", internet.baseUrl() + "/v1")
        .env("COPILOT_PROVIDER_API_KEY", USERS_KEY);

    Run run =
        run(Way.BROWSER, ReleasedAgent.COPILOT, "gpt-5", "-p", TASK, "--allow-all-tools", "-s");

    assertDone(run, ReleasedAgent.COPILOT, "/chat/completions");
    assertNobodyElseWasAsked();
  }

  @Test
  void qwenIsLaunchedAgainstSettingsThatGoElsewhere() throws Exception {
    desk.home(
        ".qwen/settings.json",
        """
        {"modelProviders": {"openai": [{"id": "gpt-5", "baseUrl": "%s/v1", "envKey": "OWN"}]},
         "env": {"OWN": "%s", "OPENAI_BASE_URL": "%s/v1"},
         "security": {"auth": {"selectedType": "qwen-oauth"}}}
        """
            .formatted(internet.baseUrl(), USERS_KEY, internet.baseUrl()));

    Run run = run(Way.DEVICE, ReleasedAgent.QWEN, "gpt-5", "-p", TASK, "--yolo");

    assertDone(run, ReleasedAgent.QWEN, "/chat/completions");
    assertNobodyElseWasAsked();
  }

  @Test
  void clineIsLaunchedAgainstAProviderThatIsElsewhere() throws Exception {
    desk.home(
        ".cline/data/settings/providers.json",
        """
        {"version": 1, "lastUsedProvider": "openai-compatible", "providers": {"openai-compatible":
          {"settings": {"provider": "openai-compatible", "apiKey": "%s", "model": "gpt-5",
                        "baseUrl": "%s/v1"},
           "updatedAt": "2026-01-01T00:00:00.000Z", "tokenSource": "manual"}}}
        """
            .formatted(USERS_KEY, internet.baseUrl()));

    Run run = run(Way.BROWSER, ReleasedAgent.CLINE, "gpt-5", TASK);

    assertDone(run, ReleasedAgent.CLINE, "/chat/completions");
    // it asks for flags of its features, whatever it is told
    assertNobodyElseWasAskedBut("data.cline.bot");
  }

  @Test
  void continueIsLaunchedAgainstAConfigThatGoesElsewhere() throws Exception {
    desk.home(
        ".continue/config.yaml",
        """
        name: own
        version: 1.0.0
        schema: v1
        models:
          - { name: own, provider: openai, model: gpt-5-mini, apiBase: "%s/v1", apiKey: "%s" }
        """
            .formatted(internet.baseUrl(), USERS_KEY));

    Run run = run(Way.DEVICE, ReleasedAgent.CONTINUE, "claude-sonnet-5", "-p", TASK, "--auto");

    assertDone(run, ReleasedAgent.CONTINUE, "/messages");
    assertNobodyElseWasAsked();
  }

  @Test
  void piIsLaunchedAgainstProvidersThatAreElsewhere() throws Exception {
    desk.home(
            ".pi/agent/auth.json", "{\"openai\":{\"type\":\"api_key\",\"key\":\"sk-of-the-user\"}}")
        .home(
            ".pi/agent/models.json",
            """
            {"providers": {"own": {"baseUrl": "%s/v1", "api": "openai-completions",
              "apiKey": "%s", "models": [{"id": "gpt-5-mini"}]}}}
            """
                .formatted(internet.baseUrl(), USERS_KEY));

    Run run = run(Way.BROWSER, ReleasedAgent.PI, "gpt-5", "-p", TASK);

    assertDone(run, ReleasedAgent.PI, "/chat/completions");
    assertNobodyElseWasAsked();
  }

  private Run run(Way way, ReleasedAgent agent, String model, String... arguments)
      throws Exception {
    List<String> options =
        List.of("--project", Company.PROJECT, "--max-usd", "5", "--model", model);
    return launch.run(way, agent, options, arguments);
  }

  private void assertDone(Run run, ReleasedAgent agent, String path) throws Exception {
    assertToolRan(run, path);
    assertThat(company.tap().kinds()).contains("access_token", "refresh_token");
    assertNothingIsFound(run);
    assertTheBooksHaveIt(run, agent);
  }

  private void assertToolRan(Run run, String path) {
    String told = run.ending() + "\n" + run.tail(60) + "\n" + provider.requests();
    assertThat(run.exit()).as(told).isZero();
    assertThat(desk.project().resolve(FakeModel.PROOF_FILE))
        .as(told)
        .content()
        .isEqualToIgnoringWhitespace(FakeModel.PROOF);
    assertThat(run.out()).as(told).contains(FakeModel.FINAL_TEXT);
    assertThat(run.err()).as(told).doesNotContain("was not tried", "in the way:");
    assertThat(provider.requests().stream().filter(streamedTo(path))).hasSizeGreaterThan(1);
    Credentials.assertSwapped(provider, company.door());
  }

  private static Predicate<RecordedRequest> streamedTo(String path) {
    return request ->
        request.path().endsWith(path)
            && (path.startsWith(":stream") || request.text().contains("\"stream\":true"));
  }

  private void assertNothingIsFound(Run run) throws Exception {
    assertThat(launch.results()).as(run.tail(60)).hasSizeGreaterThanOrEqualTo(2);
    for (SecretSearch.Result result : launch.results()) {
      assertThat(result.processes()).as("processes of the tool").isNotEmpty();
      assertThat(result.finds()).isEmpty();
    }
    for (ProcessHandle left : launch.search().left()) left.onExit().get(10, TimeUnit.SECONDS);
    assertThat(launch.search().everywhere("none").finds()).as("afterwards").isEmpty();
    assertThat(folder.resolve("tmp"))
        .isDirectoryNotContaining(file -> file.getFileName().toString().startsWith("serai-"));
  }

  private void assertTheBooksHaveIt(Run run, ReleasedAgent agent) {
    assertThat(launch.page()).as("what the browser shows at last").startsWith("200 ");
    assertThat(company.signIns(launch.name())).as("sign-ins that are left at Keycloak").isZero();
    Bill bill = Bill.of(run);
    JournalDrain drain = company.door().gateway().bean(JournalDrain.class);
    assertThat(drain.awaitDrained(Duration.ofSeconds(20))).isTrue();
    var admin = company.asAdmin();
    JsonNode session = admin.get("/api/sessions/" + bill.session()).body();
    assertThat(session.path("tool").asText()).isEqualTo(agent.tool());
    assertThat(session.path("project").asText()).isEqualTo(Company.PROJECT);
    assertThat(session.path("principal").asText()).isEqualTo(launch.name());
    assertThat(session.path("endedBy").asText()).isEqualTo("revoked");
    Map<String, String> names =
        Map.of(
            "session",
            bill.session(),
            "user",
            launch.name(),
            "project",
            Company.PROJECT,
            "tool",
            agent.inUsage);
    bill.assertTold(admin, "/api/usage", names);
    bill.assertTold(company.as(launch.name()), "/api/me/usage", names);
  }

  private static void assertNobodyElseWasAsked() {
    assertThat(internet.requests()).as("requests to other hosts").isEmpty();
  }

  private static void assertNobodyElseWasAskedBut(String host) {
    assertThat(internet.requests())
        .allSatisfy(request -> assertThat(request.target()).contains(host));
  }
}
