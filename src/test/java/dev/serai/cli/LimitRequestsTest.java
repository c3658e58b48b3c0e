package dev.serai.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serai.cli.CommandLineRun.Ended;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Asking for more, and the answer: the caller's commands with a key, the admin's with a token. */
class LimitRequestsTest {
  private static final String ID = "01JD0000000000000000000000";
  private static final String ASKED = "01JE0000000000000000000000";
  private static final String BUDGET =
      """
      {"key":"ci","limits":[{"id":"01JD0000000000000000000000","scope":"key","target":"ci",
       "measure":"requests","window":"rolling 5h","timeZone":"UTC","cap":2000,"spent":1000,
       "reserved":3,"left":997,"usedPercent":50.15,"startsAt":"2020-01-01T00:00:00Z",
       "resetsAt":null,"onBreach":"warn","paused":false,"provider":"","models":[],
       "contact":""}]}""";
  private static final String REQUEST =
      """
      {"id":"01JE0000000000000000000000","limitId":"01JD0000000000000000000000",
       "limit":"key ci: requests, month","principal":"ada","keyName":"ci","presentCap":"3000","cap":5000,
       "reason":"release week","status":"%s","createdAt":"2020-01-01T00:00:00Z"}""";

  private final AdminStandIn gateway = new AdminStandIn();
  private final CommandLineRun admin = CommandLineRun.inPipe(gateway);
  private final CommandLineRun caller =
      new CommandLineRun("", "", Map.of("SERAI_KEY", AdminStandIn.TOKEN))
          .with("SERAI_ADMIN_TOKEN", "")
          .with("SERAI_URL", gateway.url());

  @AfterEach
  void close() {
    gateway.close();
  }

  @Test
  void budgetShowsTheCallersLimitsWithoutAnAdminToken() {
    gateway.on("GET /v1/budget", BUDGET);

    assertThat(caller.run("budget"))
        .isEqualTo(
            new Ended(
                ID + "\tkey\tci\trequests\trolling 5h\t2000\t1000\t3\t997\t50.15\t\twarns\t\n",
                "",
                0));
    assertThat(caller.run("budget", "--json").out()).contains("\"key\":\"ci\"");
  }

  @Test
  void budgetAtATerminalSaysHowToGetMore() {
    gateway.on("GET /v1/budget", BUDGET);

    Ended ended = new CommandLineRun("012", "", caller.env()).run("budget");

    assertThat(ended.out()).contains("2,000  1,000         3   997   50%  █████░░░░░");
    assertThat(ended.err())
        .isEqualTo("More: serai budget request <id> --cap <amount> --reason <text>\n");
  }

  @Test
  void budgetOfAKeyWithoutLimitsSaysSo() {
    gateway.on("GET /v1/budget", "{\"key\":\"ci\",\"limits\":[]}");

    assertThat(caller.run("budget")).isEqualTo(new Ended("", "No limits hold this key.\n", 0));
  }

  @Test
  void budgetTakesTheKeyFromAnotherVariable() {
    gateway.on("GET /v1/budget", BUDGET);

    Ended ended =
        caller
            .with("SERAI_KEY", "vk-wrong")
            .with("ANTHROPIC_AUTH_TOKEN", AdminStandIn.TOKEN)
            .run("budget", "--key-env", "ANTHROPIC_AUTH_TOKEN", "--url", gateway.url());

    assertThat(ended.exitCode()).isZero();
  }

  @Test
  void withoutAKeyTheExitCodeAsksForALogin() {
    Ended ended = caller.run("budget", "--key-env", "UNSET");

    assertThat(ended)
        .isEqualTo(
            new Ended(
                "",
                """
                error: no virtual key
                  UNSET has none; it is the key that you call models with
                  try: export SERAI_KEY=vk-lw-…, or --key-env <variable>
                """,
                4));
    assertThat(gateway.asked()).isEmpty();
  }

  @Test
  void aKeyThatIsNotAcceptedIsToldInTheGatewaysWordsAndNotRepeated() {
    gateway.on(
        "GET /v1/budget",
        401,
        "{\"error\":{\"message\":\"Key 'ci' is disabled.\",\"code\":\"x\"}}");

    Ended ended = caller.run("budget");

    assertThat(ended)
        .isEqualTo(
            new Ended("", "error: Key 'ci' is disabled.\n  the key comes from SERAI_KEY\n", 4));
    assertThat(caller.with("SERAI_KEY", "vk-stolen").run("budget").err())
        .doesNotContain("vk-stolen");
  }

  @Test
  void nobodyAtTheGatewaysAddressIsToldWithIt() {
    gateway.close();

    assertThat(caller.run("budget").err())
        .isEqualTo(
            """
            error: cannot reach the gateway at %s
              nobody listens there (address from SERAI_URL)
              try: ./serai up, or --url <url>
            """
                .formatted(gateway.url()));
  }

  @Test
  void askingForMoreTellsWhereItWent() {
    gateway.on("POST /v1/budget/requests", 202, "{\"id\":\"" + ASKED + "\"}");

    Ended ended = caller.run("budget", "request", ID, "--cap", "5000", "--reason", "release week");

    assertThat(ended)
        .isEqualTo(
            new Ended(
                ASKED + "\n",
                """
                ✓ asked for a cap of 5000 on limit %s, as request %s
                An admin answers it: serai limit approve %s
                """
                    .formatted(ID, ASKED, ASKED),
                0));
    assertThat(gateway.asked().getFirst().body())
        .isEqualTo("{\"limit\":\"" + ID + "\",\"cap\":5000,\"reason\":\"release week\"}");
  }

  @Test
  void askingThatIsRefusedIsToldInTheGatewaysWords() {
    gateway.on(
        "POST /v1/budget/requests",
        404,
        "{\"error\":{\"message\":\"No limit x holds this key.\"}}");

    assertThat(caller.run("budget", "request", "x", "--cap", "5", "--reason", "r"))
        .isEqualTo(
            new Ended("", "error: No limit x holds this key.\n  the gateway answered 404\n", 1));
  }

  @Test
  void requestsListsWhatIsOpen() {
    gateway.on(
        "GET /api/limit-requests?limit=500&status=open",
        "{\"items\":[" + REQUEST.formatted("open") + "],\"next\":\"c1\"}");
    gateway.on(
        "GET /api/limit-requests?after=c1&limit=500&status=open", "{\"items\":[],\"next\":\"\"}");

    assertThat(admin.run("limit", "requests").out())
        .isEqualTo(
            ASKED
                + "\tci\tada\tkey ci: requests, month\t3000\t5000\topen\t2020-01-01T00:00:00Z"
                + "\trelease week\t\n");
    assertThat(CommandLineRun.atTerminal(gateway, "").run("limit", "requests").err())
        .isEqualTo("Next: serai limit approve <id>, or serai limit deny <id> --note <text>\n");
  }

  @Test
  void requestsOfWhichThereAreNoneIsNotSilent() {
    gateway.on("GET /api/limit-requests?limit=500&status=denied", "{\"items\":[]}");

    assertThat(admin.run("limit", "requests", "--status", "denied"))
        .isEqualTo(new Ended("", "No denied requests.\n", 0));
  }

  @Test
  void approveMayGiveAnotherCap() {
    String path = "/api/limit-requests/" + ASKED + "/approve";
    gateway
        .on("POST " + path, REQUEST.formatted("approved"))
        .on(
            "GET /api/limits/" + ID,
            "{\"measure\":\"requests\",\"cap\":\"3000\",\"managedBy\":\"file\"}");

    Ended ended = admin.run("limit", "approve", ASKED, "--cap", "3000", "--note", "for now");

    assertThat(ended.err())
        .isEqualTo(
            """
            ✓ approved request %s of key ci (key ci: requests, month)
            The cap is 3000 requests now. It comes from serai.yaml: change it there too, or the \
            next apply puts it back.
            """
                .formatted(ASKED));
    assertThat(gateway.asked().getFirst().body()).isEqualTo("{\"cap\":3000,\"note\":\"for now\"}");
  }

  @Test
  void denySendsTheNoteAlone() {
    gateway.on("POST /api/limit-requests/" + ASKED + "/deny", REQUEST.formatted("denied"));

    assertThat(admin.run("limit", "deny", ASKED, "--note", "use batch").err())
        .startsWith("✓ denied request " + ASKED);
    assertThat(gateway.asked().getFirst().body()).isEqualTo("{\"note\":\"use batch\"}");
  }
}
