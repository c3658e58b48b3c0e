package dev.serai.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.serai.cli.CommandLineRun.Ended;
import dev.serai.testing.GatewayUnderTest;
import java.io.BufferedReader;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is there for tools that nobody launches: serve, env, setup and --print-config. */
class ByHandTest {
  private static final String YAML =
      """
      organization: acme
      providers: [ { name: echo, type: echo } ]
      """;

  private static final String MESSAGE =
      "{\"model\":\"echo/echo\",\"max_tokens\":9,"
          + "\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";

  /** As the JVM of a busy machine starts. */
  private static final int SECONDS = 60;

  @TempDir static Path home;
  private static KeptDesk desk;
  private final List<Process> started = new ArrayList<>();

  @BeforeAll
  static void signIn() throws Exception {
    desk = new KeptDesk(YAML, home);
    desk.signIn("ada");
  }

  @AfterAll
  static void close() {
    desk.close();
  }

  @AfterEach
  void endAll() {
    started.forEach(Process::destroyForcibly);
  }

  private Process start(List<String> command, String... more) throws Exception {
    Process process = desk.start(command, more);
    started.add(process);
    return process;
  }

  private record Done(int exitCode, String out, String err) {}

  private Done run(List<String> command, String... more) throws Exception {
    Process process = start(command, more);
    process.getOutputStream().close();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(SECONDS, TimeUnit.SECONDS)).isTrue();
    return new Done(process.exitValue(), out, err);
  }

  private static int call(String address, String key) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(address))
            .timeout(Duration.ofSeconds(30))
            .header("authorization", "Bearer " + key)
            .POST(BodyPublishers.ofString(MESSAGE))
            .build();
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(request, BodyHandlers.discarding()).statusCode();
    }
  }

  @Test
  void servingGivesAddressesAndAKeyUntilCtrlCAndThenNothingIsLeft() throws Exception {
    Process serve = start(List.of(desk.serai().toString(), "serve", "--max-requests", "1"));
    Map<String, String> told = new LinkedHashMap<>();
    BufferedReader out = serve.inputReader();
    while (!told.containsKey("API key")) {
      String[] pair = out.readLine().split("\t");
      told.put(pair[0], pair[1]);
    }
    String base = told.get("Anthropic base URL");

    assertThat(told.keySet())
        .containsExactly("OpenAI base URL", "Anthropic base URL", "Gemini base URL", "API key");
    assertThat(call(base + "/v1/messages", told.get("API key"))).isEqualTo(200);
    assertThat(call(told.get("OpenAI base URL") + "/chat/completions", told.get("API key")))
        .as("above the limit of the session")
        .isEqualTo(402);
    assertThat(call(base + "/v1/messages", "another")).isEqualTo(401);
    assertThat(desk.line().run("session", "list", "--open").out()).contains("\tserve\t");

    new ProcessBuilder("kill", "-INT", String.valueOf(serve.pid())).start().waitFor();

    assertThat(serve.waitFor(SECONDS, TimeUnit.SECONDS)).isTrue();
    assertThat(serve.exitValue()).isZero();
    List<String> said = serve.errorReader().lines().toList();
    assertThat(said.getFirst())
        .startsWith("Serving until Ctrl-C, project personal/ada, at most 1 request, session ");
    assertThat(said.getLast()).contains(" · 2 requests · ", " · serai session show ");
    assertThat(out.readLine()).isNull();
    assertThat(desk.line().run("session", "list", "--open").out()).doesNotContain("\tserve\t");
    assertThatThrownBy(() -> call(base + "/v1/messages", told.get("API key")))
        .isInstanceOf(ConnectException.class);
  }

  @Test
  void exportsMakeACallWorkAndOnlyTheWarningIsOnStandardError() throws Exception {
    Done done =
        run(
            List.of(
                "bash",
                "-c",
                """
                eval "$(serai env claude --replace)"
                [ -z "$ANTHROPIC_API_KEY" ] || echo not removed
                curl -sS "$ANTHROPIC_BASE_URL/v1/messages" -d '%s' \
                  -H "authorization: Bearer $ANTHROPIC_AUTH_TOKEN" -o answer -w '%%{http_code}'
                """
                    .formatted(MESSAGE)),
            "ANTHROPIC_API_KEY=sk-of-a-provider");

    assertThat(done.out()).as(done.err()).isEqualTo("200");
    assertThat(Files.readString(home.resolve("answer"))).contains("You said: hi");
    assertThat(done.err())
        .startsWith("✓ created key ")
        .contains("good for 90d", "! A key is in these lines.")
        .doesNotContain("sk-of-a-provider");
  }

  @Test
  void aToolThatNeedsArgumentsGetsThemInScriptsToo() throws Exception {
    desk.program("codex", "for each; do echo \"<$each>\"; done");

    Done done =
        run(
            List.of(
                "bash",
                "-c",
                """
                eval "$(serai env codex --replace)"
                codex exec "fix \\"it\\""
                curl -sS "$SERAI_URL/v1/responses" -o /dev/null -w '%{http_code}' \
                  -H "authorization: Bearer $SERAI_LAUNCH_BEARER" \
                  -d '{"model":"echo/echo","input":"hi"}'
                """));

    assertThat(done.out())
        .as(done.err())
        .contains("<model_provider=\"serai\">\n", "<exec>\n<fix \"it\">\n")
        .contains("base_url=\"" + desk.gateway.url() + "/v1\"")
        .endsWith("200");
  }

  @Test
  void everyShellReadsBackWhatIsQuotedForIt() throws Exception {
    String hostile = "a b,it's,\"x\",$HOME,`touch evil`,$(touch evil),back\\slash,\\',*";
    String script = "%s; printf %%s \"$NO_PROXY\"; test ! -e evil";
    Done posix =
        run(
            List.of("sh", "-c", script.formatted("eval \"$(serai env claude --replace)\"")),
            "NO_PROXY=" + hostile);

    assertThat(posix.out()).as(posix.err()).isEqualTo(hostile + ",127.0.0.1,localhost");
    assertThat(posix.exitCode()).isZero();
    assertThat(Shell.fish.export("A", "it's a \\ $B")).isEqualTo("set -gx A 'it\\'s a \\\\ $B'");
    assertThat(Shell.powershell.export("A", "it's $B")).isEqualTo("$env:A = 'it''s $B'");
  }

  @Test
  void fishReadsBackWhatIsQuotedForIt() throws Exception {
    Path fish = Path.of("/usr/bin/fish");
    Assumptions.assumeTrue(Files.isExecutable(fish), "no fish on this machine");
    String hostile = "a b,it's,$HOME,(touch evil),back\\slash,\\'";
    Done done =
        run(
            List.of(
                fish.toString(),
                "-c",
                "serai env claude --shell fish --replace | source; printf %s \"$NO_PROXY\""),
            "NO_PROXY=" + hostile,
            "ANTHROPIC_API_KEY=sk");

    assertThat(done.out()).as(done.err()).isEqualTo(hostile + ",127.0.0.1,localhost");
  }

  @Test
  void aSecondKeyForADeviceIsOnlyMadeWhenAskedFor() {
    Ended first = desk.line().run("env", "opencode", "--model", "echo/echo", "--replace");
    Ended again = desk.line().run("env", "opencode", "--model", "echo/echo");

    assertThat(first.exitCode()).as(first.err()).isZero();
    assertThat(again.exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(again.out()).isEmpty();
    assertThat(again.err()).contains("has a key already", "--replace");
  }

  @ParameterizedTest
  @ValueSource(strings = {"cursor", "vscode"})
  void anEditorIsSetUpWithStepsAndAKeyThatWorks(String editor) throws Exception {
    Ended piped = desk.line().run("setup", editor, "--replace");

    assertThat(piped.exitCode()).as(piped.err()).isZero();
    String[] lines = piped.out().split("\n");
    assertThat(lines).hasSize(2);
    assertThat(lines[0]).isEqualTo("Base URL\t" + desk.gateway.url() + "/v1");
    assertThat(lines[1]).startsWith("API key\tvk-lw-");
    String key = lines[1].substring(8);
    assertThat(call(desk.gateway.url() + "/v1/chat/completions", key)).isEqualTo(200);
    assertThat(piped.err()).contains("1. ", "The key is not shown again.").doesNotContain(key);
    assertThat(piped.err().contains("Cursor's servers cannot reach it"))
        .isEqualTo(editor.equals("cursor"));
    assertThat(desk.terminal(80).run("setup", editor, "--replace").out())
        .contains("Base URL             http", "API key              vk-lw-");
  }

  @Test
  void toolsAndEditorsThatNobodyKnowsAreNamedWithThoseThatAre() {
    assertThat(desk.line().run("env", "cloud"))
        .satisfies(ended -> assertThat(ended.exitCode()).isEqualTo(ExitCode.USAGE))
        .satisfies(ended -> assertThat(ended.err()).contains("no tool \"cloud\"", "claude, codex"));
    assertThat(desk.line().run("env", "gemini").err()).contains("needs files", "try: serai gemini");
    assertThat(desk.line().run("setup", "emacs").err()).contains("one of: cursor, vscode");
    assertThat(desk.line().run("env", "claude", "--shell", "csh").exitCode())
        .isEqualTo(ExitCode.USAGE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"serve", "env claude", "setup cursor"})
  void withoutAGatewayOrItsKeycloakNothingIsMadeAndItIsToldWhatToDo(String command) {
    CommandLineRun nobody = desk.line().with("HOME", "/nonexistent");
    String[] words = command.split(" ");

    Ended away = nobody.with("SERAI_ADMIN_URL", "http://127.0.0.1:1").run(words);
    assertThat(away.exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(away.out()).isEmpty();
    assertThat(away.err()).contains("nobody listens there", "try: ./serai up, or --admin-url");

    try (GatewayUnderTest plain = GatewayUnderTest.with("").start()) {
      Ended refused = nobody.with("SERAI_ADMIN_URL", plain.adminUrl()).run(words);
      assertThat(refused.exitCode()).isEqualTo(ExitCode.FAILED);
      assertThat(refused.out()).isEmpty();
      assertThat(refused.err()).contains("this gateway has no Keycloak");
    }
  }

  @Test
  void aConfigIsShownWithoutSignInAndWithNoSecretInIt() throws Exception {
    CommandLineRun nobody =
        desk.line()
            .with("HOME", "/nonexistent")
            .with("SERAI_ADMIN_URL", "http://127.0.0.1:1")
            .with("ANTHROPIC_API_KEY", "sk-of-a-provider");

    Ended text = nobody.run("launch", "claude", "--print-config", "--", "-p", "two words");
    assertThat(text.exitCode()).as(text.err()).isZero();
    assertThat(text.out())
        .contains("set     ANTHROPIC_BASE_URL=http://127.0.0.1:PORT\n")
        .contains("remove  ANTHROPIC_API_KEY\n")
        .contains("file    claude-settings.json\n")
        .containsPattern("(?m)^run     claude --settings .* -p 'two words'$")
        .doesNotContain("sk-of-a-provider");

    JsonNode json =
        new ObjectMapper()
            .readTree(nobody.run("claude", "--print-config", "--json", "-p", "two words").out());
    assertThat(json.path("tool").textValue()).isEqualTo("claude");
    assertThat(json.path("env").path("ANTHROPIC_BASE_URL").textValue())
        .isEqualTo("http://127.0.0.1:PORT");
    assertThat(json.path("removed").toString()).contains("\"ANTHROPIC_API_KEY\"");
    assertThat(json.path("files").path("claude-settings.json").textValue())
        .contains("apiKeyHelper");
    assertThat(json.path("arguments").toString()).endsWith("\"-p\",\"two words\"]");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "claude",
        "codex",
        "gemini",
        "opencode",
        "copilot",
        "qwen",
        "cline",
        "continue",
        "pi"
      })
  void theConfigOfEveryToolIsShownWithoutTheToolBeingThere(String tool) throws Exception {
    Ended ended = desk.line().with("PATH", "/none").run(tool, "--print-config", "--json");

    assertThat(ended.exitCode()).as(ended.err()).isZero();
    JsonNode json = new ObjectMapper().readTree(ended.out());
    assertThat(json.path("tool").textValue()).isEqualTo(tool);
    assertThat(json.toString()).contains("http://127.0.0.1:PORT");
  }
}
