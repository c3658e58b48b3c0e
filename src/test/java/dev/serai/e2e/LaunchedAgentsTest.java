package dev.serai.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serai.cli.Main;
import dev.serai.testing.Answer;
import dev.serai.testing.FakeProvider;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Released coding agents that {@code serai launch} starts finish a run with a tool call, though all
 * that is on the machine says to go elsewhere.
 */
@Tag("e2e")
class LaunchedAgentsTest {
  private static final String TASK = "Leave a proof in this folder.";

  private static final FakeProvider provider = FakeProvider.start();
  private static final FakeProvider internet = FakeProvider.start();
  private static Door door;

  @TempDir Path folder;
  private Desk desk;
  private Path bin;

  @BeforeAll
  static void open() {
    door = Door.to(provider.otherwise(new FakeModel()));
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
    internet.reset();
    desk = Desk.in(folder, internet.baseUrl());
    bin = Files.createDirectory(folder.resolve("bin"));
    desk.env("PATH", bin + ":" + Npm.node().getParent() + ":/usr/bin:/bin")
        .env("SERAI_URL", door.url())
        .env("SERAI_KEY", door.key())
        .env("ANTHROPIC_API_KEY", "sk-of-the-user")
        .env("OPENAI_API_KEY", "sk-of-the-user")
        .env("CLAUDE_CODE_USE_BEDROCK", "1")
        .env("GOOGLE_GENAI_USE_VERTEXAI", "true");
  }

  @Test
  void claudeCodeIsLaunchedAgainstSettingsThatGoElsewhere() throws Exception {
    desk.home(
        ".claude/settings.json",
        """
        {"apiKeyHelper": "echo sk-of-the-user",
         "env": {"ANTHROPIC_BASE_URL": "%s", "CLAUDE_CODE_USE_VERTEX": "1"}}
        """
            .formatted(internet.baseUrl()));
    Path home = Npm.installed("claude-code", "@anthropic-ai/claude-code@2.1.330");
    program("claude", home.resolve("node_modules/@anthropic-ai/claude-code/cli-wrapper.cjs"));

    assertToolRan(
        launch("claude", "--model", "claude-sonnet-5", "-p", TASK, "--allowedTools", "Bash"));
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
    Path home = Npm.installed("codex", "@openai/codex@0.169.0");
    program("codex", home.resolve("node_modules/@openai/codex/bin/codex.js"));

    assertToolRan(
        launch(
            "codex",
            "--model",
            "gpt-5.1-codex",
            "exec",
            "--skip-git-repo-check",
            "--dangerously-bypass-approvals-and-sandbox",
            TASK));
  }

  @Test
  void geminiCliIsLaunchedAgainstSettingsAndAnEnvFileThatGoElsewhere() throws Exception {
    desk.env("GEMINI_CLI_TRUST_WORKSPACE", "true")
        .home(".gemini/settings.json", "{\"security\":{\"auth\":{\"selectedType\":\"vertex-ai\"}}}")
        .home(".gemini/.env", "GOOGLE_GENAI_USE_VERTEXAI=true\nGOOGLE_API_KEY=sk-of-the-user\n");
    Path home = Npm.installed("gemini-cli", "@google/gemini-cli@0.61.0");
    program("gemini", home.resolve("node_modules/@google/gemini-cli/bundle/gemini.js"));

    assertToolRan(launch("gemini", "--model", "gemini-2.5-flash", "-p", TASK, "--yolo"));
  }

  @Test
  void opencodeIsLaunchedAgainstAConfigThatGoesElsewhere() throws Exception {
    desk.home(
        ".config/opencode/opencode.json",
        """
        {"model": "openai/gpt-5",
         "provider": {"openai": {"options": {"baseURL": "%s/v1", "apiKey": "sk-of-the-user"}}}}
        """
            .formatted(internet.baseUrl()));
    Path home = Npm.installed("opencode", "opencode-ai@1.18.33");
    Path binary = home.resolve("node_modules/opencode-linux-x64/bin/opencode");
    script("opencode", "exec " + binary + " \"$@\"");

    Run run = launch("opencode", "--model", "claude-sonnet-5", "run", TASK);

    assertProof(run);
    // it looks for a newer package of its own, whatever it is told
    assertThat(internet.requests())
        .allSatisfy(request -> assertThat(request.target()).contains("registry.npmjs.org"));
  }

  private void assertToolRan(Run run) {
    assertProof(run);
    assertThat(internet.requests()).as("requests to other hosts").isEmpty();
  }

  private void assertProof(Run run) {
    assertThat(run.exit()).as("%s%n%s", run.ending(), run.tail(60)).isZero();
    assertThat(desk.project().resolve(FakeModel.PROOF_FILE))
        .as("%s%n%s", run.tail(60), provider.requests())
        .content()
        .isEqualToIgnoringWhitespace(FakeModel.PROOF);
    assertThat(run.out()).contains(FakeModel.FINAL_TEXT);
    assertThat(folder.resolve("tmp"))
        .isDirectoryNotContaining(file -> file.getFileName().toString().startsWith("serai-"));
    Credentials.assertSwapped(provider, door);
  }

  private Run launch(String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx64m"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    command.add(arguments[0]);
    command.add("--quiet-telemetry");
    command.addAll(List.of(arguments).subList(1, arguments.length));
    return desk.run(command);
  }

  private void program(String name, Path javaScript) throws Exception {
    script(name, "exec node " + javaScript + " \"$@\"");
  }

  private void script(String name, String line) throws Exception {
    Path file = Files.writeString(bin.resolve(name), "#!/bin/sh\n" + line + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
  }
}
