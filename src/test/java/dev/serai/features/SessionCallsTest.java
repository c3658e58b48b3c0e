package dev.serai.features;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.serai.testing.Answer;
import dev.serai.testing.Dialects;
import dev.serai.testing.GatewayUnderTest;
import dev.serai.testing.TokenIssuer;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.simple.JdbcClient;

class SessionCallsTest {
  private static final TokenIssuer issuer = TokenIssuer.start();
  private static Fleet fleet;
  private static GatewayUnderTest other;

  @BeforeAll
  static void start() {
    fleet = new Fleet("", "serai.keycloak.url", issuer.url());
    other = fleet.replica("serai.keycloak.url", issuer.url());
  }

  @AfterAll
  static void stop() {
    other.close();
    fleet.close();
    issuer.close();
  }

  @BeforeEach
  void reset() {
    fleet.reset();
  }

  private static Person person(String name) {
    return new Person(fleet.gateway, issuer, name);
  }

  private static Client.Got refused(Client client, Dialects dialect, String code)
      throws IOException {
    Client.Got got = client.ask(dialect, "m", false);
    assertThat(got.header("x-serai-refusal")).as(got.text()).isEqualTo(code);
    assertThat(fleet.first.requests()).isEmpty();
    return got;
  }

  @ParameterizedTest
  @EnumSource
  void servesATokenWithAnOpenSessionAndRecordsWhoseItWas(Dialects dialect) throws Exception {
    Person ada = person("ada-" + dialect);
    String session = ada.open();
    fleet.first.answer(dialect.reply("m", "ok"));

    Client.Got got = ada.client().ask(dialect, "m", false);

    assertThat(got.status()).as(got.text()).isEqualTo(200);
    JsonNode me = ada.me();
    assertThat(Records.of(fleet.gateway, got))
        .containsEntry("outcome", "served")
        .containsEntry("session_id", session)
        .containsEntry("principal_id", me.path("id").textValue())
        .containsEntry("project_id", me.path("personalProject").path("id").textValue())
        .containsEntry("organization_id", me.path("organization").path("id").textValue())
        .containsEntry("personal", true)
        .containsEntry("key_id", "");
    assertThat(fleet.first.lastRequest().header("authorization").orElse("")).doesNotContain("eyJ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"x-api-key", "x-goog-api-key", "api-key"})
  void takesATokenWhereverAKeyIsTaken(String header) throws Exception {
    Person ada = person("ada");
    ada.open();
    fleet.first.answer(Dialects.OPENAI_CHAT.reply("m", "ok"));

    Client.Got got =
        new Client(fleet.gateway.url(), "")
            .post(
                "/v1/chat/completions",
                Dialects.OPENAI_CHAT.request("m", "hi", false),
                header,
                ada.token());

    assertThat(got.status()).as(got.text()).isEqualTo(200);
    ada.post("/api/me/sessions/" + onlyOpen(ada) + "/revoke", "");
  }

  private static String onlyOpen(Person person) throws IOException {
    JsonNode open = Person.json(person.get("/api/me/sessions?open=true"), 200).path("items");
    assertThat(open).isNotEmpty();
    return open.get(0).path("id").textValue();
  }

  @ParameterizedTest
  @EnumSource
  void refusesATokenWithoutASessionAndSaysWhatToDo(Dialects dialect) throws Exception {
    Person bob = person("bob");
    bob.me();

    Client.Got got = refused(bob.client(), dialect, "session_required");

    assertThat(got.status()).isEqualTo(401);
    assertThat(got.header("x-should-retry")).isEqualTo("false");
    assertThat(got.text()).contains("serai claude");
    assertThat(Records.of(fleet.gateway, got))
        .containsEntry("reason", "session_required")
        .containsEntry("principal_id", bob.me().path("id").textValue());
  }

  @ParameterizedTest
  @EnumSource
  void refusesATokenThatIsNotKeycloaks(Dialects dialect) throws Exception {
    String stranger =
        issuer.sign(
            issuer.claims("ada", "sid-x").build(),
            TokenIssuer.rsa(),
            com.nimbusds.jose.JWSAlgorithm.RS256);

    Client.Got got = refused(fleet.client.withKey(stranger), dialect, "token_invalid");

    assertThat(got.status()).isEqualTo(401);
    assertThat(got.text()).contains("serai login");
  }

  @ParameterizedTest
  @EnumSource
  void refusesAnExpiredTokenAndStillSaysWhoseItWas(Dialects dialect) throws Exception {
    Person eve = person("eve-" + dialect);
    String session = eve.open();
    String late =
        issuer.token(
            "eve-" + dialect,
            eve.sid,
            claims -> claims.expirationTime(Date.from(Instant.now().minusSeconds(3600))));

    Client.Got got = refused(fleet.client.withKey(late), dialect, "token_expired");

    assertThat(got.status()).isEqualTo(401);
    assertThat(Records.of(fleet.gateway, got))
        .containsEntry("reason", "token_expired")
        .containsEntry("session_id", session);
  }

  @Test
  void asksWhichSessionWhenSeveralAreOpen() throws Exception {
    Person ada = person("ada-several");
    String first = ada.open();
    String second = ada.open("{\"tool\":\"codex\",\"device\":\"laptop\"}");
    Dialects dialect = Dialects.ANTHROPIC;
    fleet.first.otherwise(dialect.reply("m", "ok"));

    Client.Got neither = ada.client().ask(dialect, "m", false);
    Client.Got one = ask(ada, second);
    Client.Got none = ask(ada, "01AAAAAAAAAAAAAAAAAAAAAAAA");

    assertThat(neither.header("x-serai-refusal")).isEqualTo("session_required");
    assertThat(neither.text()).contains("x-serai-session");
    assertThat(one.status()).isEqualTo(200);
    assertThat(Records.of(fleet.gateway, one)).containsEntry("session_id", second);
    assertThat(none.header("x-serai-refusal")).isEqualTo("session_required");
    assertThat(fleet.first.requests()).hasSize(1);
    assertThat(fleet.first.lastRequest().header("x-serai-session")).isEmpty();
    assertThat(first).isNotEqualTo(second);
  }

  private static Client.Got ask(Person person, String session) throws IOException {
    Dialects dialect = Dialects.ANTHROPIC;
    return person
        .client()
        .post(
            dialect.path("m", false),
            dialect.request("m", "hi", false),
            "x-serai-session",
            session);
  }

  @Test
  void doesNotTakeAnotherPersonsSession() throws Exception {
    String session = person("ada-own").open();
    Person mallory = person("mallory");
    mallory.open();

    Client.Got got = ask(mallory, session);

    assertThat(got.header("x-serai-refusal")).isEqualTo("session_required");
    assertThat(fleet.first.requests()).isEmpty();
  }

  @Test
  void takesASessionOfOneReplicaOnTheOtherAtOnceAndEndsItOnBoth() throws Exception {
    Person ada = person("ada-both");
    Dialects dialect = Dialects.OPENAI_CHAT;
    fleet.first.otherwise(dialect.reply("m", "ok"));
    for (int i = 0; i < 20; i++) {
      String session = ada.open();
      Client.Got there = new Client(other.url(), ada.token()).ask(dialect, "m", false);
      assertThat(there.status()).as(there.text()).isEqualTo(200);

      Person.json(ada.api(other, "POST", "/api/me/sessions/" + session + "/revoke", ""), 200);

      assertThat(new Client(other.url(), ada.token()).ask(dialect, "m", false).status())
          .isEqualTo(401);
      awaitEnd(ada.client(), dialect);
    }
  }

  /** The other replica hears of it a moment later. */
  private static void awaitEnd(Client client, Dialects dialect) throws IOException {
    Instant deadline = Instant.now().plusSeconds(10);
    Client.Got got = client.ask(dialect, "m", false);
    while (got.status() == 200 && Instant.now().isBefore(deadline))
      got = client.ask(dialect, "m", false);
    if (got.text().contains("while this call was running")) got = client.ask(dialect, "m", false);
    assertThat(got.header("x-serai-refusal")).as(got.text()).isEqualTo("session_ended");
    assertThat(got.text()).contains("revoked");
  }

  @ParameterizedTest
  @EnumSource
  void cutsTheRunningStreamsOfARevokedSessionOnEveryReplica(Dialects dialect) throws Exception {
    Person ada = person("ada-stream-" + dialect);
    String session = ada.open();
    Answer whole = dialect.streamed("m", "first", " second", " third");
    fleet.first.answer(StreamsTest.stalled(dialect));
    HttpResponse<InputStream> response =
        new Client(other.url(), ada.token())
            .open(dialect.path("m", true), dialect.request("m", "hi", true));
    StreamsTest.readUntil(response.body(), "first");

    Person.json(ada.post("/api/me/sessions/" + session + "/revoke", ""), 200);
    String rest = "";
    try {
      rest = new String(response.body().readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException cut) {
      assertThat(dialect).isIn(Dialects.OPENAI_CHAT, Dialects.GEMINI);
    }

    assertThat(whole.body()).isNotEmpty();
    if (dialect == Dialects.ANTHROPIC || dialect == Dialects.OPENAI_RESPONSES)
      assertThat(rest).contains("session ended");
    assertThat(fleet.first.lastRequest().awaitEnding().clientLeft()).isTrue();
    assertThat(
            Records.awaitOf(
                other, response.headers().firstValue("x-serai-request-id").orElseThrow()))
        .containsEntry("outcome", "abandoned")
        .containsEntry("reason", "session_ended")
        .containsEntry("session_id", session);
  }

  @Test
  void endsASessionThatReachesItsTimeWithItsStreams() throws Exception {
    Person ada = person("ada-time");
    Dialects dialect = Dialects.ANTHROPIC;
    String session = ada.open();
    fleet.first.answer(StreamsTest.stalled(dialect));
    HttpResponse<InputStream> response =
        ada.client().open(dialect.path("m", true), dialect.request("m", "hi", true));
    StreamsTest.readUntil(response.body(), "first");

    // as if its time had come; the revision lets every replica read it
    fleet
        .gateway
        .bean(JdbcClient.class)
        .sql(
            """
            with bumped as (update change_counter set version = version + 1 returning version)
            update sessions set expires_at = now() + interval '2 seconds',
              revision = (select version from bumped)
            where id = ?
            """)
        .param(session)
        .update();
    assertThat(new String(response.body().readAllBytes(), StandardCharsets.UTF_8))
        .contains("session ended");
    Client.Got got = ada.client().ask(dialect, "m", false);

    assertThat(got.header("x-serai-refusal")).isEqualTo("session_ended");
    assertThat(got.text()).contains("end of its time");
  }

  @Test
  void holdsASessionToItsLimits() throws Exception {
    Person ada = person("ada-limits");
    String session =
        ada.open(
            "{\"tool\":\"claude\",\"device\":\"laptop\",\"limits\":{\"requests\":2,\"usd\":5}}");
    Dialects dialect = Dialects.OPENAI_CHAT;
    fleet.first.otherwise(dialect.reply("m", "ok"));
    // what the model costs is not known, and a limit in USD would refuse it for that
    Client.Got unknown = ada.client().ask(dialect, "m", false);
    assertThat(unknown.header("x-serai-refusal")).isEqualTo("price_unknown");
    Person.json(ada.post("/api/me/sessions/" + session + "/revoke", ""), 200);
    ada.open("{\"tool\":\"claude\",\"device\":\"laptop\",\"limits\":{\"requests\":2}}");

    assertThat(ada.client().ask(dialect, "m", false).status()).isEqualTo(200);
    assertThat(ada.client().ask(dialect, "m", false).status()).isEqualTo(200);
    Client.Got third = ada.client().ask(dialect, "m", false);

    assertThat(third.header("x-serai-refusal")).as(third.text()).isEqualTo("budget_exceeded");
    assertThat(third.text())
        .contains("2 of 2 requests (in total). For more, run: serai session limit 01")
        .contains(" --requests <n>");
  }

  @Test
  void takesTokensOfARotatedKeyAndGoesOnWhileKeycloakIsAway() throws Exception {
    Person ada = person("ada-away");
    ada.open();
    Dialects dialect = Dialects.GEMINI;
    fleet.first.otherwise(dialect.reply("m", "ok"));
    issuer.rotate();
    assertThat(ada.client().ask(dialect, "m", false).status()).isEqualTo(200);
    issuer.away(true);
    try {
      assertThat(ada.client().ask(dialect, "m", false).status()).isEqualTo(200);
      assertThat(fleet.client.ask(dialect, "m", false).status()).isEqualTo(200);
      issuer.rotate();
      Client.Got unknown = ada.client().ask(dialect, "m", false);
      Client.Got admin = ada.get("/api/me");

      assertThat(unknown.status()).isEqualTo(503);
      assertThat(unknown.header("x-serai-refusal")).isEqualTo("sign_in_unavailable");
      assertThat(unknown.header("retry-after")).isEqualTo("5");
      assertThat(Person.json(admin, 503).path("code").textValue()).isEqualTo("sign_in_unavailable");
    } finally {
      issuer.away(false);
    }
    // a call waits for at most two seconds, which a busy machine may take to ask
    Eventually.is("taken again", () -> ada.client().ask(dialect, "m", false).status() == 200);
  }

  @Test
  void givesASessionTheTeamsAndThePolicyOfItsUser() throws Exception {
    Person ada =
        new Person(
            fleet.gateway,
            issuer,
            "ada-team",
            claims -> claims.claim("groups", List.of("/platform/sre")));
    JsonNode me = ada.me();
    assertThat(me.path("teams").get(0).path("name").textValue()).isEqualTo("platform/sre");
    ada.open();
    fleet.first.answer(Dialects.OPENAI_CHAT.reply("m", "ok"));

    assertThat(ada.client().ask(Dialects.OPENAI_CHAT, "fast", false).status()).isEqualTo(200);
  }
}
