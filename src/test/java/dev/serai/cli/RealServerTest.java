package dev.serai.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serai.admin.AdminTokens;
import dev.serai.cli.CommandLineRun.Ended;
import dev.serai.testing.GatewayUnderTest;
import dev.serai.usage.JournalDrain;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The verbs that people need, against the whole server: what it says is what they expect. */
class RealServerTest {
  private static final HttpClient CLIENT = HttpClient.newHttpClient();
  private static final String ID = "[0-9A-HJKMNP-TV-Z]{26}";

  private static GatewayUnderTest gateway;
  private static CommandLineRun line;

  @BeforeAll
  static void start() {
    gateway =
        GatewayUnderTest.with(
                """
                organization: acme
                projects: [ { name: checkout, team: payments } ]
                providers: [ { name: echo, type: echo } ]
                keys:
                  - { name: ci, project: checkout, requests-per-minute: 600, secret: "%s" }
                limits:
                  - { scope: team, target: payments, measure: usd, window: month, cap: 800 }
                  - { scope: end-user, target: "key:ci", measure: requests, window: day, cap: 2 }
                  - { scope: project, target: checkout, measure: requests, window: day, cap: 9, on-breach: warn }
                prices: [ { match: "exact:echo", provider: echo, usd-per-mtok: { input: 3, output: 15 } } ]
                """
                    .formatted(GatewayUnderTest.KEY))
            .start();
    line =
        new CommandLineRun("", "", Map.of())
            .with("SERAI_ADMIN_URL", gateway.adminUrl())
            .with("SERAI_ADMIN_TOKEN", gateway.bean(AdminTokens.class).reset("test").reveal())
            .with("SERAI_URL", gateway.url())
            .with("SERAI_KEY", GatewayUnderTest.KEY);
  }

  @AfterAll
  static void stop() {
    gateway.close();
  }

  private static Ended done(String... args) {
    Ended ended = line.run(args);
    assertThat(ended.exitCode()).as(ended.err()).isZero();
    return ended;
  }

  private static String out(String command) {
    return done(command.split(" ")).out();
  }

  /** Columns of the row whose target and measure these are. */
  private static List<String> row(String rows, String target, String measure) {
    return rows.lines()
        .map(each -> List.of(each.split("\t", -1)))
        .filter(cells -> cells.get(2).equals(target) && cells.get(3).equals(measure))
        .findFirst()
        .orElseThrow(() -> new AssertionError(rows));
  }

  private static int call(String endUser) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(gateway.url() + "/v1/chat/completions"))
            .timeout(Duration.ofSeconds(30))
            .header("authorization", "Bearer " + GatewayUnderTest.KEY)
            .header("x-serai-end-user", endUser)
            .POST(
                BodyPublishers.ofString(
                    """
                    {"model": "echo/echo", "max_tokens": 9,
                     "messages": [{"role": "user", "content": "hi"}]}
                    """))
            .build();
    try {
      return CLIENT.send(request, BodyHandlers.discarding()).statusCode();
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void aLimitIsMadeSeenAskedForRaisedResetPausedAndDeleted() {
    String id =
        out("limit create --scope key --target ci --measure requests --window total --cap 1")
            .strip();
    assertThat(id).matches(ID);
    assertThat(call("ann")).isEqualTo(200);
    assertThat(call("bob")).isEqualTo(402);

    List<String> listed = row(out("limit list --target ci --scope key"), "checkout/ci", "requests");
    assertThat(listed)
        .startsWith(id, "key", "checkout/ci", "requests", "total", "1", "1", "0", "0", "100.00");
    assertThat(out("limit get " + id)).contains("spent\t1\n", "left\t0\n", "managedBy\tapi\n");
    Ended explained = done("limit", "explain", "--key", "ci");
    assertThat(row(explained.out(), "payments", "usd").get(6)).isNotEqualTo("0");
    assertThat(explained.err()).contains("at most 600 requests", "refused now: by " + id);

    String request =
        done("budget", "request", id, "--cap", "3", "--reason", "release week").out().strip();
    assertThat(out("limit requests"))
        .startsWith(request + "\tci\t")
        .contains("key checkout/ci: requests total\t1\t3\topen\t", "\trelease week\t");
    assertThat(done("limit", "approve", request, "--cap", "2", "--note", "for now").err())
        .contains("The cap is 2 requests now.");
    assertThat(out("limit requests --status any")).contains("\tapproved\t", "\tfor now\n");
    assertThat(call("cy")).isEqualTo(200);
    assertThat(call("cy")).isEqualTo(402);

    done("limit", "raise", id, "3");
    assertThat(call("cy")).isEqualTo(200);
    done("limit", "reset", id);
    assertThat(row(out("budget"), "checkout/ci", "requests")).contains("3", "0", "total");
    done("limit", "update", id, "--cap", "0");
    assertThat(call("dan")).isEqualTo(402);
    done("limit", "pause", id);
    assertThat(call("dan")).isEqualTo(200);
    done("limit", "resume", id);
    assertThat(call("dan")).isEqualTo(402);

    String again = done("budget", "request", id, "--cap", "5", "--reason", "more").out().strip();
    assertThat(done("limit", "deny", again, "--note", "no").err()).startsWith("✓ denied request");
    done("limit", "delete", id, "--yes");
    assertThat(call("dan")).isEqualTo(200);
    assertThat(line.run("limit", "get", id).exitCode()).isEqualTo(1);
  }

  @Test
  void eachEndUserStandsAloneAndMayHaveMoreOnRequest() {
    String id = row(out("limit list --scope end-user"), "key:checkout/ci", "requests").getFirst();
    assertThat(call("eve")).isEqualTo(200);
    assertThat(call("eve")).isEqualTo(200);
    assertThat(call("eve")).isEqualTo(402);

    assertThat(out("limit members " + id)).contains("eve\t2\t0\t0\t100.00\t");
    assertThat(done("limit", "explain", "--key=checkout/ci", "--end-user=eve").err()).contains(id);
    String request = done("budget", "request", id, "--cap=20", "--reason=load test").out().strip();
    assertThat(done("limit", "approve", request).err()).contains("It comes from serai.yaml");
    assertThat(call("eve")).isEqualTo(200);
  }

  @Test
  void theServersOwnWordsReachWhoeverIsWrong() {
    assertThat(
            line.run(
                    "limit create --scope team --target paymnts --measure usd --window day --cap 1"
                        .split(" "))
                .err())
        .contains("no team 'paymnts'", "nearest: payments");
    assertThat(
            line.run(
                    "limit create --scope session --target s --measure usd --window day --cap 1"
                        .split(" "))
                .err())
        .contains("--allow-unreachable");
    assertThat(line.run("limit", "requests", "--status", "x").err()).contains("denied or any");
    assertThat(line.run("limit", "explain", "--key", "nobody").err()).contains("key");
  }

  @Test
  void usageIsSummedByEveryWordThatTheCommandKnows() {
    assertThat(call("flo")).isEqualTo(200);
    assertThat(gateway.bean(JournalDrain.class).awaitDrained(Duration.ofSeconds(20))).isTrue();
    for (UsageCommand.By by : UsageCommand.By.values())
      assertThat(done("usage", "--by", by.name()).out()).as(by.name()).isNotEmpty();
    assertThat(out("usage --by key")).contains("ci\t");
    assertThat(out("usage --by team")).contains("payments\t");
    assertThat(out("usage --by organization")).contains("acme\t");
  }

  @Test
  void theAuditLogTellsThatTheCommandLineWasUsed() {
    out("key create audited");

    assertThat(out("audit list").lines().filter(row -> row.contains("key.create")).findFirst())
        .hasValueSatisfying(newest -> assertThat(newest).contains("\tcli\t"));
  }
}
