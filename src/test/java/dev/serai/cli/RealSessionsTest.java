package dev.serai.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.grack.nanojson.JsonObject;
import com.grack.nanojson.JsonParser;
import dev.serai.cli.CommandLineRun.Ended;
import dev.serai.testing.AdminCalls;
import dev.serai.testing.GatewayUnderTest;
import dev.serai.testing.TokenIssuer;
import dev.serai.usage.JournalDrain;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What somebody who signed in does with sessions and keys of their own, against the server. */
class RealSessionsTest {
  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  private static TokenIssuer issuer;
  private static GatewayUnderTest gateway;

  @BeforeAll
  static void start() {
    issuer = TokenIssuer.start();
    gateway =
        GatewayUnderTest.with(
                """
                organization: acme
                providers: [ { name: echo, type: echo } ]
                prices: [ { match: "exact:echo", provider: echo, usd-per-mtok: { input: 3000, output: 15000 } } ]
                """)
            .property("serai.keycloak.url", issuer.url())
            .start();
    done(line("root"), "status"); // whoever comes first becomes administrator
  }

  @AfterAll
  static void stop() {
    gateway.close();
    issuer.close();
  }

  private static String token(String name) {
    return issuer.token(name, "sid-" + name, claims -> {});
  }

  private static CommandLineRun line(String name) {
    return new CommandLineRun("", "", Map.of())
        .with("SERAI_ADMIN_URL", gateway.adminUrl())
        .with("SERAI_ADMIN_TOKEN", token(name))
        .with("SERAI_URL", gateway.url());
  }

  private static Ended done(CommandLineRun line, String... args) {
    Ended ended = line.run(args);
    assertThat(ended.exitCode()).as(ended.err()).isZero();
    return ended;
  }

  private static String out(String name, String command) {
    return done(line(name), command.split(" ")).out();
  }

  /** Opens a session; its id. */
  private static String open(String name) {
    AdminCalls.Reply reply =
        new AdminCalls(gateway.adminUrl(), token(name))
            .post("/api/sessions", "{\"tool\":\"claude\",\"device\":\"laptop\"}");
    assertThat(reply.status()).as(reply.raw().body()).isEqualTo(201);
    return reply.text("/id");
  }

  private static int call(String name) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(gateway.url() + "/v1/chat/completions"))
            .timeout(Duration.ofSeconds(30))
            .header("authorization", "Bearer " + token(name))
            .POST(
                BodyPublishers.ofString(
                    """
                    {"model": "echo/echo", "max_tokens": 9,
                     "messages": [{"role": "user", "content": "hi"}]}
                    """))
            .build();
    return CLIENT.send(request, BodyHandlers.discarding()).statusCode();
  }

  @Test
  void aSessionIsSeenLimitedAndRevoked() throws Exception {
    String id = open("ada");
    assertThat(call("ada")).isEqualTo(200);
    assertThat(gateway.bean(JournalDrain.class).awaitDrained(Duration.ofSeconds(20))).isTrue();

    assertThat(out("ada", "session list --open"))
        .startsWith(id + "\tclaude\tpersonal/ada\tlaptop\topen\t")
        .containsPattern("Z\t1\t[1-9][0-9]*\t0\\.[0-9]+\t\n");
    assertThat(out("ada", "session list --open --json")).contains("\"usage\":{");
    assertThat(out("ada", "session show " + id)).contains("tool\tclaude\n", "usage.requests\t1\n");
    assertThat(out("ada", "session show " + id + " --json")).contains("\"usage\":{");
    assertThat(out("ada", "usage --mine --by session")).contains(id).contains("\t1\t0\t0\t");
    assertThat(out("root", "session list --all --user ada")).startsWith(id + "\tada\tclaude\t");
    assertThat(line("ada").run("session", "list", "--all").exitCode()).isEqualTo(1);

    Ended others = line("root").run("session", "revoke", id, "--yes");
    assertThat(others.err()).contains("none of yours", "--all");
    assertThat(done(line("ada"), "session", "revoke", id, "--yes").err())
        .isEqualTo("✓ ended session claude on laptop\n");
    assertThat(call("ada")).isEqualTo(401);
    assertThat(out("ada", "session list")).contains("\trevoked\t");
  }

  @Test
  void oneLimitsASessionOfOnesOwnAndTakesTheLimitAwayAgain() throws Exception {
    String id = open("ben");

    assertThat(out("ben", "session limit " + id)).isEmpty();
    String limited = out("ben", "session limit " + id + " --requests 1 --usd 5 --tokens 1000000");
    assertThat(limited)
        .contains("\trequests\ttotal\t1\t", "\tusd\ttotal\t5\t", "\ttotal\t1000000\t");
    assertThat(call("ben")).isEqualTo(200);
    assertThat(call("ben")).isEqualTo(402);
    assertThat(out("ben", "session limit " + id + " --requests 2")).contains("\tusd\ttotal\t5\t");
    assertThat(call("ben")).isEqualTo(200);
    assertThat(call("ben")).isEqualTo(402);
    assertThat(out("ben", "session limit " + id + " --requests none")).doesNotContain("requests");
    assertThat(call("ben")).isEqualTo(200);
    assertThat(out("ben", "session list --open")).contains("\t5 USD, 1000000 tokens\n");
    Ended wrong = line("ben").run("session", "limit", id, "--usd", "much");
    assertThat(wrong.exitCode()).isEqualTo(2);
  }

  @Test
  void anAdministratorsLimitStaysAndItsOwnerIsToldHowToAskForMore() {
    String id = open("cleo");
    String limit = out("root", "session limit " + id + " --usd 5 --all").split("\t")[0];

    Ended raised = done(line("cleo"), "session", "limit", id, "--usd", "900");

    assertThat(raised.out()).contains("\tusd\ttotal\t5\t", "\tusd\ttotal\t900\t");
    assertThat(raised.err())
        .isEqualTo(
            "An administrator set 5.00 USD; more of it: serai budget request "
                + limit
                + " --cap <amount> --reason <text>\n");
    assertThat(out("cleo", "session list")).contains("\t5 USD\n");
    assertThat(out("root", "session limit " + id + " --usd none --all")).isEmpty();
    Ended refused = line("cleo").run("session", "limit", id, "--usd", "9", "--all");
    assertThat(refused.err()).contains("gatewayBudgets");
    Ended others = line("root").run("session", "limit", id, "--usd", "9");
    assertThat(others.err()).contains("none of yours", "--all");
  }

  @Test
  void withoutAKeyTheBudgetIsThatOfOnesNewestOpenSession() throws Exception {
    Ended none = line("iris").run("budget");
    assertThat(none.exitCode()).isEqualTo(1);
    assertThat(none.err()).contains("no session of yours is open", "try: serai claude");
    String id = open("iris");
    open("iris");
    String limit = out("root", "session limit " + id + " --usd 5 --all").split("\t")[0];

    assertThat(done(line("iris"), "budget").err()).isEqualTo("No limits hold this session.\n");
    assertThat(out("iris", "budget --session " + id)).startsWith(limit + "\tsession\t");
    Ended asked =
        done(
            line("iris"),
            ("budget request " + limit + " --cap 9 --reason more --session " + id).split(" "));
    assertThat(asked.err()).startsWith("✓ asked for a cap of 9");
    assertThat(out("root", "limit request " + asked.out().strip())).contains("reason\tmore\n");
    assertThat(line("iris").run("budget", "--session", "01AAAAAAAAAAAAAAAAAAAAAAAA").exitCode())
        .isEqualTo(4);
  }

  @Test
  void theStatusLineTellsWhatTheGatewayCountedWithoutAnyLimit() throws Exception {
    open("fred");
    assertThat(call("fred")).isEqualTo(200);
    assertThat(gateway.bean(JournalDrain.class).awaitDrained(Duration.ofSeconds(20))).isTrue();

    String budget = done(line("fred"), "budget", "--json").out();
    StatusLine line =
        StatusLine.of(JsonParser.object().withLazyNumbers().from(budget), new JsonObject());

    assertThat(line.text(false)).matches("\\$0\\.\\d\\d spent");
  }

  @Test
  void theStatusLineTellsWhatTheGatewayCounted() throws Exception {
    String id = open("flo");
    assertThat(call("flo")).isEqualTo(200);
    assertThat(gateway.bean(JournalDrain.class).awaitDrained(Duration.ofSeconds(20))).isTrue();
    out("flo", "session limit " + id + " --usd 1");

    String budget = done(line("flo").with("SERAI_KEY", token("flo")), "budget", "--json").out();
    StatusLine line =
        StatusLine.of(
            JsonParser.object().withLazyNumbers().from(budget),
            JsonObject.builder()
                .object("cost")
                .value("total_cost_usd", 99)
                .value("total_duration_ms", 3_600_000)
                .end()
                .done());
    assertThat(line.exact()).isTrue();
    assertThat(line.text(false))
        .matches(
            "\\$0\\.\\d\\d spent · \\$[01]\\.\\d\\d of \\$1\\.00 left"
                + " \\(session claude on laptop\\) · \\$0\\.\\d\\d/h");
  }

  @Test
  void aPersonalKeyComesWithWhereToPasteIt() {
    Ended made = done(line("eve"), "key", "create", "--tool", "cursor", "--device", "desk");

    assertThat(made.out()).matches("vk-lw-[0-9A-Z]{26}\n");
    assertThat(made.err())
        .startsWith("✓ created your key for cursor on desk, good for 90d\n")
        .contains("Override OpenAI Base URL   " + gateway.url() + "/v1")
        .doesNotContain(made.out().strip());
    assertThat(out("eve", "key list --mine")).startsWith("device-desk\tcursor\tactive\t");
    assertThat(out("eve", "key list --mine --json")).contains("\"items\"");
    Ended again = line("eve").run("key", "create", "--tool", "codex", "--device", "desk");
    assertThat(again.exitCode()).isEqualTo(1);
    assertThat(again.err()).contains("409", "--replace");
    done(line("eve"), "key", "create", "--tool", "codex", "--device", "desk", "--replace");
    assertThat(out("eve", "user devices")).startsWith("desk\t1\t0\t");
    assertThat(done(line("eve"), "user", "devices", "--revoke", "desk", "--yes").err())
        .startsWith("✓ ended device desk: 1 key, 0 sessions");
    assertThat(line("eve").run("key", "create", "mine").err()).contains("virtualKeys:create");
  }

  @Test
  void statusTellsWhoOneIs() {
    assertThat(out("gus", "status"))
        .contains("signed in\tgus (gus@example.com) of acme\n", "organization\tacme\n")
        .contains("projects\tpersonal/gus\n");
    assertThat(out("gus", "status --json")).contains("\"me\"");
    assertThat(out("gus", "doctor --json")).contains("gus (gus@example.com) of acme");
  }
}
