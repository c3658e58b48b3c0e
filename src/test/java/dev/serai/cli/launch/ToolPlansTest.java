package dev.serai.cli.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.grack.nanojson.JsonObject;
import com.grack.nanojson.JsonParser;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What each tool is given, from an environment and the user's own files. */
class ToolPlansTest {
  private static final String GATE = "http://127.0.0.1:4711";
  private static final String BEARER = "one-off";

  @TempDir Path home;
  private final Map<String, String> env = new HashMap<>();
  private List<String> models = List.of();
  private String model = "";
  private boolean quiet;

  private Plan plan(String tool, String... arguments) {
    env.put("HOME", home.toString());
    return Tools.named(tool)
        .orElseThrow()
        .plan(
            new Wanted(
                URI.create(GATE),
                BEARER,
                "01SESSION",
                model,
                models,
                quiet,
                Map.copyOf(env),
                Path.of("/launch"),
                home.resolve("project"),
                List.of(arguments)));
  }

  private Path user(String file, String content) throws Exception {
    Path path = home.resolve(file);
    Files.createDirectories(path.getParent());
    return Files.writeString(path, content);
  }

  private static JsonObject json(Plan plan, String file) throws Exception {
    return JsonParser.object().from(plan.files().get(file));
  }

  @Test
  void keysOfProvidersWaysAroundAndOurOwnSecretsAreRemovedForEveryTool() {
    List<String> bad =
        List.of(
            "ANTHROPIC_API_KEY",
            "ANTHROPIC_VERTEX_PROJECT_ID",
            "CLAUDE_CODE_USE_BEDROCK",
            "CLAUDE_CODE_OAUTH_TOKEN",
            "OPENAI_ORG_ID",
            "CODEX_API_KEY",
            "GOOGLE_APPLICATION_CREDENTIALS",
            "AWS_BEARER_TOKEN_BEDROCK",
            "GROQ_API_KEY",
            "MISTRAL_API_KEY",
            "OPENROUTER_API_KEY",
            "AZURE_OPENAI_API_KEY",
            "CLINE_API_BASE_URL",
            "CLINE_PROVIDER_SETTINGS_PATH",
            "GOOGLE_CLOUD_API_KEY",
            "HF_TOKEN",
            "CLOUDFLARE_API_KEY",
            "MINIMAX_CN_API_KEY",
            "XIAOMI_TOKEN_PLAN_CN_API_KEY",
            "SILICONFLOW_BASE_URL",
            "COPILOT_GITHUB_TOKEN",
            "SERAI_ADMIN_TOKEN",
            "SERAI_KEY");
    bad.forEach(name -> env.put(name, "x"));
    List.of(
            "PATH",
            "GITHUB_TOKEN",
            "AWS_PROFILE",
            "SERAI_URL",
            "OPENER",
            "STRIPE_API_KEY",
            "DATADOG_API_KEY")
        .forEach(name -> env.put(name, "x"));
    model = "gpt-5";

    for (Tool tool : Tools.all())
      assertThat(plan(tool.name()).removed())
          .as(tool.name())
          .containsExactlyInAnyOrderElementsOf(bad);
  }

  @Test
  void theLoopbackAddressIsAddedToWhatGoesThroughNoProxy() {
    env.put("no_proxy", "corp.example, localhost");

    assertThat(plan("codex").env())
        .containsEntry("NO_PROXY", "corp.example,localhost,127.0.0.1")
        .containsEntry("no_proxy", "corp.example,localhost,127.0.0.1");
  }

  @Test
  void claudeIsToldByAFileThatWinsOverTheUsersSettings() throws Exception {
    Path own =
        user(
            ".claude/settings.json",
            """
            { // mine
              "apiKeyHelper": "pass show key",
              "env": { "ANTHROPIC_BASE_URL": "https://elsewhere", "EDITOR": "vi", },
            }
            """);
    model = "claude-sonnet-5";

    Plan plan = plan("claude", "-p", "hi", "--settings", "{\"env\":{\"A\":\"1\"}}");

    assertThat(plan.env())
        .containsEntry("ANTHROPIC_BASE_URL", GATE)
        .containsEntry("ANTHROPIC_AUTH_TOKEN", BEARER);
    JsonObject settings = json(plan, "claude-settings.json");
    assertThat(settings.getString("apiKeyHelper")).isEmpty();
    assertThat(settings.getObject("env"))
        .containsEntry("ANTHROPIC_BASE_URL", GATE)
        .containsEntry("ANTHROPIC_API_KEY", "")
        .containsEntry("CLAUDE_CODE_USE_BEDROCK", "0")
        .containsEntry("A", "1");
    assertThat(plan.allArguments())
        .containsExactly(
            "--model", "claude-sonnet-5", "--settings", "/launch/claude-settings.json", "-p", "hi");
    assertThat(plan.found().stream().map(Plan.Found::line))
        .containsExactly(
            "set aside: apiKeyHelper in " + own, "set aside: env ANTHROPIC_BASE_URL in " + own);
  }

  @Test
  void claudeIsToldNothingOfWhatIsSaidToBeSetAside() throws Exception {
    user(
        ".claude/settings.json",
        "{\"env\":{\"ANTHROPIC_MODEL\":\"a\",\"ANTHROPIC_DEFAULT_OPUS_MODEL\":\"b\"}}");
    user(
        "project/.claude/settings.local.json",
        "{\"env\":{\"ANTHROPIC_SMALL_FAST_MODEL\":\"c\",\"CLAUDE_CODE_USE_VERTEX\":\"1\"}}");

    Plan plan = plan("claude");

    assertThat(plan.found()).hasSize(4).allMatch(Plan.Found::done);
    assertThat(json(plan, "claude-settings.json").getObject("env"))
        .containsEntry("ANTHROPIC_MODEL", "")
        .containsEntry("ANTHROPIC_DEFAULT_OPUS_MODEL", "")
        .containsEntry("ANTHROPIC_SMALL_FAST_MODEL", "")
        .containsEntry("CLAUDE_CODE_USE_VERTEX", "0");
  }

  @Test
  void claudeShowsWhatTheSessionCostsUnlessTheUserHasALineOfHisOwn() throws Exception {
    Plan plan = plan("claude");

    assertThat(json(plan, "claude-settings.json").getObject("statusLine"))
        .containsEntry("type", "command")
        .containsEntry("command", "serai statusline");
    assertThat(plan.env())
        .containsEntry("SERAI_STATUS_URL", GATE)
        .containsEntry("SERAI_STATUS_TOKEN", BEARER);

    Plan given = plan("claude", "--settings", "{\"statusLine\":{\"command\":\"mine\"}}");
    assertThat(given.files().get("claude-settings.json")).contains("mine");
    user("project/.claude/settings.json", "{\"statusLine\":{\"command\":\"theirs\"}}");
    assertThat(json(plan("claude"), "claude-settings.json").has("statusLine")).isFalse();
  }

  @Test
  void settingsThatCannotBeReadAreNotRepeated() {
    String broken = "{\"env\":{\"ANTHROPIC_API_KEY\":\"sk-real\"";

    assertThatThrownBy(() -> plan("claude", "--settings", broken))
        .isInstanceOfSatisfying(
            LaunchFailure.class,
            e -> assertThat(e.getMessage() + e.details()).doesNotContain("sk-real"));
  }

  @Test
  void codexKeepsItsConfigAndGetsAProviderOfItsOwn() throws Exception {
    user(".codex/config.toml", "model_provider = \"corp\"\n");
    model = "gpt-5";

    Plan plan = plan("codex", "exec", "hi");

    assertThat(plan.allArguments())
        .contains("model_provider=\"serai\"", "model=\"gpt-5\"")
        .contains("model_providers.serai.base_url=\"" + GATE + "/v1\"")
        .endsWith("exec", "hi");
    assertThat(String.join(" ", plan.allArguments())).doesNotContain(BEARER);
    assertThat(plan.env()).containsEntry("SERAI_LAUNCH_BEARER", BEARER);
    assertThat(plan.files()).isEmpty();
    assertThat(plan.found()).singleElement().matches(Plan.Found::done);
  }

  @Test
  void whatCannotBeHelpedIsSaidToBeInTheWay() {
    assertThat(plan("codex", "--oss").found())
        .singleElement()
        .satisfies(found -> assertThat(found.line()).startsWith("in the way: --oss"));
  }

  @Test
  void geminiGetsAFolderWithTheUsersSettingsAndWithoutKeys() throws Exception {
    user(
        ".gemini/settings.json",
        "{\"ui\":{\"theme\":\"x\"},\"security\":{\"auth\":{\"selectedType\":\"vertex-ai\"}}}");
    user(".gemini/.env", "GEMINI_API_KEY=real");
    user(".gemini/oauth_creds.json", "{}");
    Path memory = user(".gemini/GEMINI.md", "remember");

    Plan plan = plan("gemini");

    assertThat(plan.env())
        .containsEntry("GEMINI_CLI_HOME", "/launch/gemini")
        .containsEntry("GOOGLE_GEMINI_BASE_URL", GATE)
        .containsEntry("GOOGLE_GENAI_USE_VERTEXAI", "false")
        .containsEntry("GEMINI_API_KEY", BEARER);
    assertThat(plan.links())
        .containsEntry("gemini/.gemini/GEMINI.md", memory)
        .containsEntry("gemini/.gemini/tmp", memory.resolveSibling("tmp"))
        .doesNotContainKeys("gemini/.gemini/settings.json", "gemini/.gemini/.env")
        .doesNotContainKey("gemini/.gemini/oauth_creds.json");
    assertThat(plan.kept())
        .contains(memory.resolveSibling("tmp"), memory.resolveSibling("history"));
    JsonObject settings = json(plan, "gemini/.gemini/settings.json");
    assertThat(settings.getObject("ui").getString("theme")).isEqualTo("x");
    assertThat(settings.getObject("security").getObject("auth").getString("selectedType"))
        .isEqualTo("gemini-api-key");
  }

  @Test
  void opencodeGetsAProviderForEachDialectAndNoOther() throws Exception {
    models = List.of("claude-opus-5", "gpt-5", "gemini-3-pro");
    env.put("OPENCODE_CONFIG_CONTENT", "{\"theme\":\"x\",\"provider\":{\"own\":{}}}");

    Plan plan = plan("opencode");

    JsonObject config = JsonParser.object().from(plan.env().get("OPENCODE_CONFIG_CONTENT"));
    assertThat(config)
        .containsEntry("theme", "x")
        .containsEntry("model", "serai-anthropic/claude-opus-5");
    assertThat(config.getObject("provider").keySet())
        .containsExactlyInAnyOrder("serai", "serai-anthropic", "serai-gemini");
    assertThat(config.getArray("enabled_providers"))
        .containsExactlyInAnyOrder("serai", "serai-anthropic", "serai-gemini");
    assertThat(config.getObject("provider").getObject("serai-gemini").getObject("options"))
        .containsEntry("baseURL", GATE + "/v1beta");
    assertThat(plan.env().get("OPENCODE_CONFIG_CONTENT")).doesNotContain(BEARER);
  }

  @Test
  void toolsThatHaveNoModelOfTheirOwnAskForOne() {
    for (String tool : List.of("opencode", "copilot", "qwen", "cline", "continue", "pi"))
      assertThatThrownBy(() -> plan(tool))
          .as(tool)
          .isInstanceOf(LaunchFailure.class)
          .hasMessageContaining("needs a model");
  }

  @Test
  void copilotSpeaksTheDialectOfTheModel() {
    model = "claude-sonnet-5";
    assertThat(plan("copilot").env())
        .containsEntry("COPILOT_PROVIDER_TYPE", "anthropic")
        .containsEntry("COPILOT_PROVIDER_BASE_URL", GATE);
    model = "gpt-5";
    assertThat(plan("copilot").env())
        .containsEntry("COPILOT_PROVIDER_TYPE", "openai")
        .containsEntry("COPILOT_PROVIDER_BASE_URL", GATE + "/v1")
        .containsEntry("COPILOT_PROVIDER_API_KEY", BEARER);
  }

  @Test
  void qwenLosesTheProvidersOfItsSettings() throws Exception {
    user(
        ".qwen/settings.json",
        "{\"modelProviders\":{},\"security\":{\"auth\":{\"apiKey\":\"real\"}},\"ui\":{}}");
    model = "gpt-5";

    Plan plan = plan("qwen");

    assertThat(plan.files().get("qwen/settings.json")).doesNotContain("real", "modelProviders");
    assertThat(plan.env())
        .containsEntry("QWEN_HOME", "/launch/qwen")
        .containsEntry("OPENAI_BASE_URL", GATE + "/v1");
    assertThat(plan.allArguments()).containsExactly("--auth-type", "openai");
  }

  @Test
  void piClineAndContinueGetFilesOfTheirOwn() throws Exception {
    user(".pi/agent/auth.json", "{\"anthropic\":\"real\"}");
    user(".cline/data/settings/providers.json", "{\"real\":1}");
    user(".cline/data/secrets.json", "{\"openAiApiKey\":\"real\"}");
    user(".cline/data/globalState.json", "{}");
    models = List.of("gpt-5", "claude-opus-5");

    assertThat(json(plan("pi"), "pi/models.json").getObject("providers").keySet())
        .containsExactlyInAnyOrder("serai", "serai-anthropic");
    assertThat(plan("pi").links()).containsOnlyKeys("pi/sessions");
    assertThat(plan("cline").files().get("cline/settings/providers.json"))
        .contains(BEARER, GATE + "/v1")
        .doesNotContain("real");
    assertThat(plan("cline").links()).containsKey("cline/globalState.json");
    assertThat(plan("cline").links()).doesNotContainKey("cline/secrets.json");
    assertThat(plan("continue").allArguments())
        .containsExactly("--config", "/launch/continue.yaml");
    assertThat(json(plan("continue"), "continue.yaml").getArray("models")).hasSize(2);
  }

  @Test
  void clineWorksInItsOwnProcessAndNotInADaemonThatStays() throws Exception {
    model = "gpt-5";
    Tool cline = Tools.named("cline").orElseThrow();

    assertThat(plan("cline").env()).containsEntry("CLINE_SESSION_BACKEND_MODE", "local");
    assertThat(cline.farewell(home)).isEmpty();
    user("cline/locks/hub/production.json.lock/owner.json", "{}");
    assertThat(cline.farewell(home)).containsExactly("hub", "stop");
  }

  @Test
  void clinesSwitchesAreTurnedInACopyWhenItIsToBeQuiet() throws Exception {
    Path own =
        user(
            ".cline/data/settings/global-settings.json",
            "{\"telemetryOptOut\":false,\"planActMode\":\"plan\"}");
    model = "gpt-5";

    assertThat(plan("cline").links())
        .containsEntry("cline/settings/global-settings.json", own)
        .doesNotContainKey("cline/settings/providers.json");
    quiet = true;
    Plan plan = plan("cline");
    assertThat(plan.links()).doesNotContainKey("cline/settings/global-settings.json");
    assertThat(json(plan, "cline/settings/global-settings.json"))
        .containsEntry("telemetryOptOut", true)
        .containsEntry("autoUpdateEnabled", false)
        .containsEntry("planActMode", "plan");
    assertThat(plan.env())
        .containsEntry("CLINE_GLOBAL_SETTINGS_PATH", "/launch/cline/settings/global-settings.json");
  }

  @Test
  void versionsOutsideOfTheTestedRangeAreKnown() {
    Versions tested = new Versions("0.150", "0.169");

    assertThat(tested.contains("0.169.3")).isTrue();
    assertThat(tested.contains("0.150.0")).isTrue();
    assertThat(tested.contains("0.149.9")).isFalse();
    assertThat(tested.contains("1.0.0")).isFalse();
    assertThat(Versions.in("codex-cli 0.169.0 (linux)")).contains("0.169.0");
    assertThat(Versions.in("no version")).isEmpty();
  }
}
