package dev.serai.features;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.serai.testing.Dialects;
import dev.serai.testing.GatewayUnderTest;
import dev.serai.testing.TokenIssuer;
import dev.serai.usage.JournalDrain;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What people do with the limits of sessions of their own, while the sessions run. */
class OwnSessionLimitsTest {
  private static final Dialects CHAT = Dialects.OPENAI_CHAT;
  private static final String YAML =
      """
      organization: acme
      providers: [ { name: echo, type: echo } ]
      prices: [ { match: "exact:echo", provider: echo, usd-per-mtok: { input: 3000, output: 15000 } } ]
      """;

  private static TokenIssuer issuer;
  private static GatewayUnderTest gateway;
  private static GatewayUnderTest other;
  private static Person admin;

  @BeforeAll
  static void start() throws IOException {
    issuer = TokenIssuer.start();
    gateway = GatewayUnderTest.with(YAML).property("serai.keycloak.url", issuer.url()).start();
    other =
        GatewayUnderTest.with(YAML)
            .beside(gateway)
            .property("serai.keycloak.url", issuer.url())
            .start();
    admin = person("root");
    admin.me(); // whoever comes first becomes administrator
  }

  @AfterAll
  static void stop() {
    other.close();
    gateway.close();
    issuer.close();
  }

  private static Person person(String name) {
    return new Person(gateway, issuer, name);
  }

  private static Client.Got call(GatewayUnderTest replica, Person person) throws IOException {
    return new Client(replica.url(), person.token()).ask(CHAT, "echo/echo", false);
  }

  private static void served(Person person) throws IOException {
    Client.Got got = call(gateway, person);
    assertThat(got.status()).as(got.text()).isEqualTo(200);
  }

  private static void refused(Person person) throws IOException {
    Client.Got got = call(gateway, person);
    assertThat(got.header("x-serai-refusal")).as(got.text()).isEqualTo("budget_exceeded");
  }

  private static String limits(String session) {
    return "/api/me/sessions/" + session + "/limits";
  }

  private static JsonNode set(Person person, String session, String limits) throws IOException {
    return Person.json(person.api(gateway, "PUT", limits(session), limits), 200);
  }

  private static List<String> audited(String actor) {
    return gateway
        .bean(JdbcClient.class)
        .sql("select action from audit_log where actor_name = ? order by number")
        .param(actor)
        .query(String.class)
        .list();
  }

  @Test
  void anOwnerRaisesAndRemovesWhatTheSessionWasOpenedWithAndItHoldsAtOnce() throws Exception {
    Person ada = person("ada");
    String session =
        ada.open("{\"tool\":\"claude\",\"device\":\"laptop\",\"limits\":{\"requests\":1}}");
    served(ada);
    refused(ada);

    JsonNode raised = set(ada, session, "{\"requests\":2}");
    served(ada);
    refused(ada);
    set(ada, session, "{}");
    served(ada);

    assertThat(raised.at("/limits/requests").asInt()).isEqualTo(2);
    assertThat(Person.json(ada.get(limits(session)), 200).path("items")).isEmpty();
    assertThat(audited("ada"))
        .containsSubsequence(
            "limit.create",
            "session.create",
            "limit.update",
            "session.limit",
            "limit.delete",
            "session.limit");
  }

  @Test
  void whatTheSessionUsedBeforeALimitWasSetCountsOnEveryReplica() throws Exception {
    Person bob = person("bob");
    String session = bob.open();
    served(bob);
    served(bob);
    assertThat(gateway.bean(JournalDrain.class).awaitDrained(Duration.ofSeconds(20))).isTrue();

    set(bob, session, "{\"requests\":3,\"usd\":100,\"tokens\":1000000}");
    JsonNode standing = Person.json(bob.get(limits(session)), 200).path("items");
    JsonNode budget = Person.json(bob.client().get("/v1/budget"), 200);
    Client.Got third = call(other, bob);

    assertThat(third.status()).as(third.text()).isEqualTo(200);
    refused(bob);
    assertThat(call(other, bob).header("x-serai-refusal")).isEqualTo("budget_exceeded");
    assertThat(standing).hasSize(3);
    for (JsonNode limit : standing) {
      assertThat(limit.path("managedBy").textValue()).isEqualTo("user");
      double used = budget.path("session").path(word(limit)).asDouble();
      assertThat(limit.at("/standing/spent").asDouble()).isPositive().isEqualTo(used);
    }
  }

  /** What the page of the gateway port calls it. */
  private static String word(JsonNode limit) {
    String measure = limit.path("measure").textValue();
    return measure.equals("total-tokens") ? "tokens" : measure;
  }

  @Test
  void whatAnAdministratorSetOrChangedIsNotTheOwnersToChange() throws Exception {
    Person eve = person("eve");
    String session =
        eve.open("{\"tool\":\"claude\",\"device\":\"laptop\",\"limits\":{\"usd\":90}}");
    String own = Person.json(eve.get(limits(session)), 200).at("/items/0/id").textValue();
    Person.json(admin.api(gateway, "PATCH", "/api/limits/" + own, "{\"cap\":80}"), 200);
    Person.json(
        admin.post(
            "/api/limits",
            """
            {"scope":"session","target":"%s","measure":"requests","window":"total","cap":1}
            """
                .formatted(session)),
        201);

    JsonNode after = set(eve, session, "{\"usd\":900,\"requests\":900}");
    served(eve);
    refused(eve);
    set(eve, session, "{}");
    refused(eve);

    assertThat(after.at("/limits/usd").asInt()).isEqualTo(80);
    assertThat(after.at("/limits/requests").asInt()).isEqualTo(1);
    JsonNode left = Person.json(eve.get(limits(session)), 200).path("items");
    assertThat(left.findValuesAsText("managedBy")).containsExactly("api", "api");
    assertThat(eve.api(gateway, "PATCH", "/api/limits/" + own, "{\"cap\":900}").status())
        .isIn(403, 404);
  }

  @Test
  void nobodySeesOrLimitsAnotherPersonsSessionHere() throws Exception {
    Person fay = person("fay");
    Person mallory = person("mallory");
    String session = fay.open();
    mallory.me();

    for (Person someone : List.of(mallory, admin)) {
      assertThat(someone.get("/api/me/sessions/" + session).status()).isEqualTo(404);
      assertThat(someone.get(limits(session)).status()).isEqualTo(404);
      assertThat(someone.api(gateway, "PUT", limits(session), "{\"usd\":1}").status())
          .isEqualTo(404);
    }
    assertThat(Person.json(fay.get("/api/me/sessions/" + session), 200).path("id").textValue())
        .isEqualTo(session);
    assertThat(Person.json(fay.get(limits(session)), 200).path("items")).isEmpty();
  }

  @Test
  void anAmountThatIsNoneAndASessionThatEndedAreRefused() throws Exception {
    Person gil = person("gil");
    String session = gil.open();

    assertThat(gil.api(gateway, "PUT", limits(session), "{\"usd\":-1}").status()).isEqualTo(422);
    assertThat(gil.api(gateway, "PUT", limits(session), "{\"euro\":1}").status()).isEqualTo(422);
    assertThat(
            gil.api(gateway, "PUT", limits(session), "{\"usd\":1}", "If-Match", "\"x\"").status())
        .isEqualTo(412);
    Person.json(gil.post("/api/me/sessions/" + session + "/revoke", ""), 200);
    JsonNode ended = Person.json(gil.api(gateway, "PUT", limits(session), "{\"usd\":1}"), 409);

    assertThat(ended.path("code").textValue()).isEqualTo("session_ended");
  }

  @Test
  void theBudgetPageTellsWhatASessionWithoutLimitsUsed() throws Exception {
    Person hal = person("hal");
    String session = hal.open();
    served(hal);
    assertThat(gateway.bean(JournalDrain.class).awaitDrained(Duration.ofSeconds(20))).isTrue();

    JsonNode used = awaitUsed(hal);

    assertThat(used.path("id").textValue()).isEqualTo(session);
    assertThat(used.path("usd").decimalValue()).isPositive();
    assertThat(used.path("tokens").asLong()).isPositive();
    assertThat(used.path("unpriced").asLong()).isZero();
  }

  /** Asked at most once a second, so the first answer may be an older one. */
  private static JsonNode awaitUsed(Person person) throws IOException {
    Instant deadline = Instant.now().plusSeconds(20);
    JsonNode used;
    do {
      used = Person.json(person.client().get("/v1/budget"), 200).path("session");
    } while (used.path("requests").asInt() < 1 && Instant.now().isBefore(deadline));
    assertThat(used.path("requests").asInt()).isEqualTo(1);
    return used;
  }

  @Test
  void whatPeopleAskForInSessionsIsTheirsAloneAndOneDoesNotReplaceTheOther() throws Exception {
    String limit =
        Person.json(
                admin.post(
                    "/api/limits",
                    """
                    {"scope":"organization","measure":"requests","window":"month","cap":100000}
                    """),
                201)
            .path("id")
            .textValue();
    Person ida = person("ida");
    Person jon = person("jon");
    ida.open();
    jon.open();

    ask(ida, limit, "release week");
    ask(jon, limit, "load test");
    ask(jon, limit, "a longer load test");

    assertThat(reasons(ida)).containsExactly("release week");
    assertThat(reasons(jon)).containsExactly("a longer load test");
    JsonNode all = Person.json(admin.get("/api/limit-requests?limit=500"), 200).path("items");
    assertThat(all.findValuesAsText("reason"))
        .containsExactly("a longer load test", "release week");
    assertThat(all.findValuesAsText("principal")).containsExactly("jon", "ida");
  }

  private static void ask(Person person, String limit, String reason) throws IOException {
    String body = "{\"limit\":\"%s\",\"cap\":200000,\"reason\":\"%s\"}".formatted(limit, reason);
    Person.json(person.client().post("/v1/budget/requests", body), 202);
  }

  private static List<String> reasons(Person person) throws IOException {
    return Person.json(person.client().get("/v1/budget/requests"), 200).findValuesAsText("reason");
  }
}
