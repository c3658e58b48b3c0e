package dev.serai.explain;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.serai.admin.ActorSource;
import dev.serai.admin.AdminTokens;
import dev.serai.database.Changes;
import dev.serai.testing.AdminCalls;
import dev.serai.testing.AdminCalls.Reply;
import dev.serai.testing.Answer;
import dev.serai.testing.FakeProvider;
import dev.serai.testing.GatewayUnderTest;
import dev.serai.testing.RecordedRequest;
import dev.serai.testing.TestActors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

class DryRunTest {
  private static final String SECRET = "vk-lw-0123456789ABCDEFGHJKMNP";
  private static final TestActors ACTORS = new TestActors();
  private static FakeProvider upstream;
  private static GatewayUnderTest gateway;
  private static AdminCalls admin;

  @BeforeAll
  static void start() {
    upstream = FakeProvider.start().otherwise(DryRunTest::answer);
    gateway =
        GatewayUnderTest.with(
                """
                projects: [ { name: shop, team: payments } ]
                providers:
                  - name: main
                    type: openai-compatible
                    base-url: "%1$s/v1"
                    models: [gpt-5, gpt-5-mini, gpt-4o, gpt-only-bare]
                    credentials:
                      - { name: first, secret: sk-first-secret, models: [gpt-5] }
                      - { name: second, secret: sk-second-secret, models: [gpt-5, gpt-5-mini] }
                  - { name: bare, type: openai-compatible, base-url: "%1$s/v1", models: [gpt-5, lonely] }
                  - { name: claude, type: anthropic, base-url: "%1$s/v1", credentials: [ { name: c, secret: sk-claude } ] }
                  - { name: aside, type: openai-compatible, base-url: "%1$s/v1", models: [gpt-5, hidden], credentials: [ { name: a, secret: sk-a } ] }
                  - name: tired
                    type: openai-compatible
                    base-url: "%1$s/v1"
                    models: [nap]
                    credentials: [ { name: one, secret: sk-one }, { name: two, secret: sk-two } ]
                  - name: pool
                    type: openai-compatible
                    base-url: "%1$s/v1"
                    models: [swim]
                    credentials:
                      - { name: p1, secret: sk-p1-secret }
                      - { name: p2, secret: sk-p2-secret, weight: 2 }
                      - { name: p3, secret: sk-p3-secret }
                policies:
                  - { name: pooled, order: weighted, providers: [pool, bare] }
                  - { name: quick, order: latency, providers: [pool] }
                  - { name: sleepy, providers: [tired] }
                  - name: work
                    default: true
                    providers: [main, bare, claude]
                    aliases: { fast: [gpt-5-mini, gpt-5], pinned: main/gpt-5 }
                    deny: { models: [gpt-4*] }
                  - { name: strict, providers: [main], allow: { models: [gpt-5-mini] } }
                  - { name: empty, providers: [] }
                keys:
                  - { name: ci, secret: %2$s000 }
                  - { name: narrow, policy: strict, secret: %2$s001 }
                  - { name: nowhere, policy: empty, secret: %2$s002 }
                  - { name: spent, secret: %2$s003 }
                  - { name: over, secret: %2$s004, expires-at: 2020-01-01T00:00:00Z }
                  - { name: team, project: shop, secret: %2$s005 }
                  - { name: partly, secret: %2$s006 }
                  - { name: billed, secret: %2$s007 }
                  - { name: sleeper, policy: sleepy, secret: %2$s008 }
                  - { name: swimmer, policy: pooled, secret: %2$s009 }
                  - { name: racer, policy: quick, secret: %2$s010 }
                limits:
                  - { scope: key, target: spent, measure: requests, window: total, cap: 0 }
                  - { scope: key, target: partly, measure: requests, window: total, cap: 0, models: [gpt-5-mini] }
                  - { scope: key, target: ci, measure: requests, window: total, cap: 100 }
                  - { scope: key, target: billed, measure: usd, window: total, cap: 0.000001 }
                """
                    .formatted(upstream.baseUrl(), SECRET))
            .bean(ActorSource.class, ACTORS)
            .start();
    admin =
        new AdminCalls(gateway.adminUrl(), gateway.bean(AdminTokens.class).reset("test").reveal());
  }

  @AfterAll
  static void stop() {
    gateway.close();
    upstream.close();
  }

  private static Answer answer(RecordedRequest request) {
    return Answer.json(
        200,
        "{\"id\":\"1\",\"object\":\"chat.completion\",\"model\":\"m\",\"choices\":[],\"usage\":"
            + "{\"prompt_tokens\":1,\"completion_tokens\":1,\"total_tokens\":2}}");
  }

  /** Whatever becomes of a call, the dry run has said so before, word by word. */
  @ParameterizedTest
  @CsvSource({
    "ci, 000, gpt-5",
    "ci, 000, fast",
    "ci, 000, pinned",
    "ci, 000, main/gpt-5-mini",
    "ci, 000, gpt-4o",
    "ci, 000, gpt-6",
    "ci, 000, hidden",
    "ci, 000, aside/gpt-5",
    "ci, 000, lonely",
    "ci, 000, gpt-only-bare",
    "ci, 000, claude-opus-4-5",
    "ci, 000, b..d",
    "narrow, 001, gpt-5",
    "narrow, 001, gpt-5-mini",
    "nowhere, 002, gpt-5",
    "spent, 003, gpt-5",
    "over, 004, gpt-5",
    "team, 005, gpt-5",
    "partly, 006, gpt-5-mini",
    "partly, 006, fast",
    "billed, 007, gpt-5",
    "swimmer, 009, swim"
  })
  void saysWhatHappens(String key, String secret, String model) {
    Reply said = ask("{\"key\": \"%s\", \"model\": \"%s\"}".formatted(key, model));

    int before = upstream.requests().size();
    Reply real =
        new AdminCalls(gateway.url(), SECRET + secret)
            .post("/v1/chat/completions", "{\"model\":\"%s\"}".formatted(model));
    assertThat(said.status()).isEqualTo(200);
    JsonNode refusal = said.body().at("/refusal");
    if (real.status() == 200) {
      assertThat(refusal.isNull()).isTrue();
      assertThat(upstream.requests()).hasSize(before + 1);
      assertThat(upstream.lastRequest().header("authorization"))
          .hasValue("Bearer sk-" + ready(said) + "-secret");
    } else {
      assertThat(refusal.at("/status").asInt()).isEqualTo(real.status());
      assertThat(refusal.at("/code").asText()).isEqualTo(real.header("x-serai-refusal"));
      assertThat(refusal.at("/message").asText()).isEqualTo(real.text("/error/message"));
      assertThat(upstream.requests()).hasSize(before);
    }
  }

  @Test
  void tellsOfEveryProviderWhyItIsKeptOrNot() {
    Reply said = ask("{\"key\": \"ci\", \"model\": \"gpt-5\"}");

    assertThat(reasons(said))
        .containsExactlyInAnyOrder(
            "main gpt-5  kept",
            "bare gpt-5  kept",
            "bare gpt-5  no_credential",
            "claude gpt-5  not_served",
            "aside gpt-5  not_in_policy",
            "pool gpt-5  not_in_policy",
            "tired gpt-5  not_in_policy");
    assertThat(said.body().at("/candidates").findValuesAsText("credential"))
        .containsExactly("first", "second");
    assertThat(said.text("/policy/name")).isEqualTo("work");
    assertThat(said.text("/policy/from")).isEqualTo("default");
    assertThat(said.text("/steps/5/says")).isEqualTo("Would be sent to main/first as 'gpt-5'.");
  }

  @Test
  void tellsOfDialectsRulesPinsAndCredentials() {
    assertThat(reasons(ask("{\"model\": \"claude-opus-4-5\"}")))
        .contains("claude claude-opus-4-5  other_dialect");
    assertThat(reasons(ask("{\"model\": \"gpt-4o\"}"))).contains("main gpt-4o  denied");
    assertThat(reasons(ask("{\"policy\": \"strict\", \"model\": \"gpt-5\"}")))
        .contains("main gpt-5  not_allowed", "claude gpt-5  not_in_policy");
    assertThat(reasons(ask("{\"model\": \"pinned\"}")))
        .contains("main gpt-5  kept", "bare gpt-5  pinned_elsewhere");
    assertThat(reasons(ask("{\"model\": \"gpt-5-mini\"}")))
        .contains("main gpt-5-mini first credential_of_other_models");
    Reply alias = ask("{\"model\": \"fast\"}");
    assertThat(alias.body().at("/means")).hasToString("[\"gpt-5-mini\",\"gpt-5\"]");
  }

  @Test
  void saysWhenceThePolicyComes() {
    assertThat(ask("{\"key\": \"narrow\", \"model\": \"gpt-5\"}").text("/policy/from"))
        .isEqualTo("key");
    assertThat(ask("{\"policy\": \"strict\", \"model\": \"gpt-5\"}").text("/policy/from"))
        .isEqualTo("request");
    assertThat(ask("{\"project\": \"shop\", \"model\": \"gpt-5\"}").text("/policy/from"))
        .isEqualTo("default");

    handDown("teams", "strict");
    Reply ofKey = ask("{\"key\": \"shop/team\", \"model\": \"gpt-5\"}");
    Reply ofProject = ask("{\"project\": \"shop\", \"model\": \"gpt-5\"}");
    handDown("teams", "");
    handDown("organizations", "strict");
    Reply ofOrganization = ask("{\"project\": \"shop\", \"model\": \"gpt-5\"}");
    handDown("organizations", "");

    assertThat(List.of(ofKey, ofProject))
        .allMatch(said -> said.text("/policy/from").equals("team"))
        .allMatch(said -> said.text("/policy/name").equals("strict"))
        .allMatch(said -> said.text("/refusal/code").equals("model_not_allowed"));
    assertThat(ofOrganization.text("/policy/from")).isEqualTo("organization");
    assertThat(ofOrganization.text("/policy/name")).isEqualTo("strict");
  }

  @Test
  void showsLimitsAndTakesNothingFromThem() {
    Reply first = ask("{\"key\": \"ci\", \"model\": \"gpt-5\"}");
    Reply second = ask("{\"key\": \"ci\", \"model\": \"gpt-5\"}");

    JsonNode limit = first.body().at("/limits/0");
    assertThat(limit.at("/needs").asText()).isEqualTo("1");
    assertThat(limit.at("/outcome").asText()).isEqualTo("passes");
    assertThat(second.body().at("/limits/0/left")).isEqualTo(limit.at("/left"));
  }

  @Test
  void aLimitOnOneModelTakesOnlyItsCandidatesAway() {
    Reply said = ask("{\"key\": \"partly\", \"model\": \"fast\"}");

    assertThat(said.body().at("/refusal").isNull()).isTrue();
    assertThat(said.body().at("/candidates").findValuesAsText("state"))
        .containsExactly("limit", "ready", "ready");
    assertThat(said.text("/limits/0/outcome")).isEqualTo("drops");
  }

  @Test
  void aCredentialAtRestIsPassedOver() {
    String question = "{\"key\": \"sleeper\", \"model\": \"nap\"}";
    assertThat(ask(question).body().at("/candidates").findValuesAsText("state"))
        .containsOnly("ready");

    upstream.answer(Answer.tooManyRequests("20", "{\"error\":{\"message\":\"slow\"}}"));
    AdminCalls client = new AdminCalls(gateway.url(), SECRET + "008");
    client.post("/v1/chat/completions", "{\"model\":\"nap\"}");
    Reply one = ask(question);
    assertThat(one.text("/candidates/0/state")).isEqualTo("resting");
    assertThat(one.body().at("/candidates/0/seconds").asInt()).isBetween(1, 20);
    assertThat(one.text("/steps/5/says")).contains("tired/two");

    upstream.answer(Answer.tooManyRequests("20", "{\"error\":{\"message\":\"slow\"}}"));
    client.post("/v1/chat/completions", "{\"model\":\"nap\"}");
    Reply both = ask(question);
    Reply real = client.post("/v1/chat/completions", "{\"model\":\"nap\"}");
    assertThat(both.text("/refusal/code")).isEqualTo(real.header("x-serai-refusal"));
    assertThat(both.body().at("/refusal/status").asInt()).isEqualTo(real.status());
    assertThat(both.text("/refusal/message")).contains("tired/one resting; tired/two resting");
  }

  @Test
  void tellsWhyEqualsStandInTheirOrder() {
    Reply kept = ask("{\"key\": \"swimmer\", \"model\": \"swim\"}");
    assertThat(kept.text("/steps/3/says"))
        .isEqualTo(
            "3 ways to serve it, in this order; equals keep theirs for all calls of the same"
                + " virtual key.");

    String talk = "\"body\": {\"prompt_cache_key\": \"talk\"}";
    Reply said = ask("{\"key\": \"swimmer\", \"model\": \"swim\", " + talk + "}");
    assertThat(said.text("/steps/3/says")).endsWith("of the same prompt_cache_key.");
    new AdminCalls(gateway.url(), SECRET + "009")
        .post("/v1/chat/completions", "{\"model\":\"swim\",\"prompt_cache_key\":\"talk\"}");
    assertThat(upstream.lastRequest().header("authorization"))
        .hasValue("Bearer sk-" + ready(said) + "-secret");

    Reply drawn = ask("{\"policy\": \"pooled\", \"model\": \"swim\"}");
    assertThat(drawn.text("/steps/3/says")).endsWith("drawn for each call, by weight.");
    assertThat(drawn.body().at("/candidates").findValuesAsText("rank")).containsOnly("1");
    assertThat(drawn.text("/candidates/0/credential")).isEqualTo("p2");
    assertThat(drawn.text("/candidates/0/says"))
        .isEqualTo("may be tried, weighs 50 % among its equals");
  }

  @Test
  void tellsHowFastEqualsWereOfLate() {
    String question = "{\"key\": \"racer\", \"model\": \"swim\"}";
    assertThat(ask(question).text("/steps/3/says"))
        .endsWith("the fastest of equals is tried first.");
    assertThat(ask(question).body().at("/candidates").findValuesAsText("says"))
        .allMatch(says -> says.endsWith("speed not known"));

    new AdminCalls(gateway.url(), SECRET + "010")
        .post("/v1/chat/completions", "{\"model\":\"swim\"}");

    assertThat(ask(question).body().at("/candidates").findValuesAsText("says"))
        .filteredOn(says -> says.matches(".*answered within \\d+ ms of late"))
        .hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({
    "openai-responses, /v1/responses, responses",
    "anthropic, /v1/messages, messages",
    "gemini, /v1beta/models/gpt-5:generateContent, generate_content"
  })
  void takesAnyDialect(String dialect, String path, String operation) {
    Reply said = ask("{\"model\": \"gpt-5\", \"dialect\": \"%s\"}".formatted(dialect));

    assertThat(said.text("/request/path")).isEqualTo(path);
    assertThat(said.text("/request/operation")).isEqualTo(operation);
    assertThat(ask("{\"model\": \"gpt-5\", \"path\": \"%s\"}".formatted(path)).body())
        .isEqualTo(said.body());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          model   | 422 | {}
          dialect | 422 | {"model": "m", "dialect": "klingon"}
          path    | 422 | {"model": "m", "path": "/v1/budget/requests"}
          key     | 422 | {"model": "m", "key": "ci", "policy": "work"}
          policy  | 422 | {"model": "m", "policy": "wrok"}
                  | 404 | {"model": "m", "key": "no such"}
                  | 404 | {"model": "m", "project": "no such"}
          """)
  void aQuestionThatMakesNoSenseIsRefused(String field, int status, String body) {
    Reply refused = ask(body);

    assertThat(refused.status()).isEqualTo(status);
    if (field != null) assertThat(refused.text("/errors/0/field")).isEqualTo(field);
  }

  @Test
  void namesTheStepsOfTheRouteFile() throws IOException {
    Reply said = ask("{\"model\": \"gpt-5\"}");
    List<String> route =
        Pattern.compile("id: (read-call|[1-5]-[a-z-]+)")
            .matcher(Files.readString(Path.of("routes/gateway.camel.yaml")))
            .results()
            .map((MatchResult found) -> found.group(1))
            .toList();

    assertThat(said.body().at("/steps").findValuesAsText("step")).isEqualTo(route);
  }

  private static Reply ask(String question) {
    return admin.post("/api/policies/dry-run", question);
  }

  /** The credential that would be used: the first that is ready. */
  private static String ready(Reply said) {
    for (JsonNode candidate : said.body().at("/candidates"))
      if (candidate.at("/state").asText().equals("ready"))
        return candidate.at("/credential").asText();
    return "none";
  }

  private static List<String> reasons(Reply said) {
    List<String> reasons = new ArrayList<>();
    for (JsonNode each : said.body().at("/providers"))
      reasons.add(
          String.join(
              " ",
              each.at("/provider").asText(),
              each.at("/model").asText(),
              each.at("/credential").asText(),
              each.at("/reason").asText()));
    return reasons;
  }

  private static void handDown(String table, String policy) {
    var changes = gateway.bean(Changes.class);
    gateway
        .bean(TransactionTemplate.class)
        .executeWithoutResult(
            _ -> {
              changes.bump();
              gateway
                  .bean(JdbcClient.class)
                  .sql("update " + table + " set default_policy = ?")
                  .param(policy)
                  .update();
            });
    changes.refreshNow();
  }
}
