package dev.serai.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serai.cli.CommandLineRun.Ended;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PolicyCommandsTest {
  private static final String POLICY =
      """
      {"name":"work","default":true,"providers":["main","spare"],"aliases":{"fast":["m"]},
       "allowModels":[],"denyModels":["gpt-4*"],"managedBy":"file"}""";
  private static final String ANSWER =
      """
      {"request":{"path":"/v1/chat/completions","dialect":"openai-chat","operation":"chat",
        "model":"gpt-5","stream":false,"key":"ci"},
       "policy":{"name":"work","from":"default"},
       "steps":[{"step":"read-call","outcome":"passed","says":"A request."},
        {"step":"4-enforce-limits","outcome":"refused","says":"Nothing is left."},
        {"step":"5-dispatch","outcome":"not_reached","says":""}],
       "means":["gpt-5"],
       "providers":[{"provider":"main","model":"gpt-5","credential":"","reason":"kept",
        "says":"serves it"}],
       "candidates":[{"position":1,"provider":"main","model":"gpt-5","credential":"first",
        "state":"ready","seconds":0,"says":"may be tried"}],
       "limits":[{"id":"01L","scope":"key","target":"ci","member":"","measure":"requests",
        "window":"total","cap":"0","left":"0","needs":"1","outcome":"refuses"}],
       "refusal":{"status":402,"code":"budget_exceeded","message":"Nothing is left.",
        "retryAfterSeconds":0}}""";

  private final AdminStandIn admin = new AdminStandIn();
  private final CommandLineRun pipe = CommandLineRun.inPipe(admin);

  @AfterEach
  void close() {
    admin.close();
  }

  @Test
  void explainShowsStepsProvidersCandidatesAndLimits() {
    admin.on("POST /api/policies/dry-run", ANSWER);

    Ended ended =
        CommandLineRun.atTerminal(admin, "")
            .run("policy", "explain", "--key", "ci", "--model", "gpt-5");

    assertThat(ended.exitCode()).isZero();
    assertThat(ended.out())
        .isEqualTo(
            """
            ok       read-call             A request.
            REFUSED  4-enforce-limits      Nothing is left.
            -        5-dispatch

            PROVIDER  MODEL  RESULT  WHY
            main      gpt-5  kept    serves it

            CANDIDATE  MODEL  CREDENTIAL  STATE
            main       gpt-5  first       ready  may be tried

            LIMIT  SCOPE  TARGET  MEASURE   WINDOW  CAP  LEFT  NEEDS  RESULT
            01L    key    ci      requests  total     0     0      1  refuses
            """);
    assertThat(ended.err()).contains("Refused with 402 budget_exceeded.");
  }

  @Test
  void explainSendsWhatWasAsked() {
    admin.on("POST /api/policies/dry-run", ANSWER);

    pipe.run(
        "policy",
        "explain",
        "--model=m",
        "--policy=strict",
        "--dialect=anthropic",
        "--stream",
        "--json");

    assertThat(admin.asked().getLast().body())
        .contains("\"model\":\"m\"")
        .contains("\"policy\":\"strict\"")
        .contains("\"dialect\":\"anthropic\"")
        .contains("\"stream\":true")
        .doesNotContain("\"key\"");
  }

  @Test
  void listsPoliciesAndProviders() {
    admin.on("GET /api/policies?limit=500", "{\"items\":[" + POLICY + "],\"next\":\"\"}");
    admin.on(
        "GET /api/providers?limit=500",
        """
        {"items":[{"name":"main","type":"openai","url":"https://h/v1","dialects":["openai-chat"],
          "inService":true,"managedBy":"api"}],"next":""}""");

    assertThat(pipe.run("policy", "list").out())
        .isEqualTo("work\tdefault\tmain spare\tfast\t\tgpt-4*\tfile\n");
    assertThat(pipe.run("provider", "ls").out())
        .isEqualTo("main\topenai\thttps://h/v1\topenai-chat\tyes\tapi\n");
  }
}
