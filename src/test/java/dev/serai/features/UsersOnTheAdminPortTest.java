package dev.serai.features;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.serai.database.Changes;
import dev.serai.tenants.Users;
import dev.serai.testing.GatewayUnderTest;
import dev.serai.testing.TokenIssuer;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

class UsersOnTheAdminPortTest {
  private static final TokenIssuer issuer = TokenIssuer.start();
  private static GatewayUnderTest gateway;
  private static Person admin;

  @BeforeAll
  static void start() throws IOException {
    gateway = gateway();
    admin = new Person(gateway, issuer, "root");
    admin.me();
  }

  private static GatewayUnderTest gateway(String... properties) {
    GatewayUnderTest.Starter starter =
        GatewayUnderTest.with("organization: acme\n").property("serai.keycloak.url", issuer.url());
    for (int i = 0; i + 1 < properties.length; i += 2)
      starter.property(properties[i], properties[i + 1]);
    return starter.start();
  }

  @AfterAll
  static void stop() {
    gateway.close();
    issuer.close();
  }

  private static Person person(String name, String... groups) {
    return new Person(gateway, issuer, name, claims -> claims.claim("groups", List.of(groups)));
  }

  private static List<Map<String, Object>> rows(
      GatewayUnderTest of, String sql, Object... parameters) {
    return of.bean(JdbcClient.class).sql(sql).params(parameters).query().listOfRows();
  }

  @Test
  void makesTheUserOnceAndWritesEachSignInDownOnce() throws Exception {
    Person ada = person("ada", "/platform/sre");
    JsonNode me = ada.me();
    ada.me();
    Person again = person("ada", "/platform/sre");

    assertThat(again.me().path("id")).isEqualTo(me.path("id"));
    assertThat(me.path("name").textValue()).isEqualTo("ada");
    assertThat(me.path("organization").path("name").textValue()).isEqualTo("acme");
    assertThat(me.path("teams")).hasSize(1);
    assertThat(me.path("teams").get(0).path("permissions").toString())
        .contains("virtualKeys:create");
    assertThat(me.path("permissions").toString())
        .contains("organization:view")
        .doesNotContain("manage");
    assertThat(me.path("personalProject").path("id"))
        .isEqualTo(me.path("projects").get(0).path("id"));
    assertThat(
            rows(
                gateway,
                "select actor_kind, actor_name, details from audit_log where action = 'user.sign-in'"
                    + " and actor_id = ? order by number",
                me.path("id").textValue()))
        .hasSize(2)
        .allSatisfy(row -> assertThat(row).containsEntry("actor_name", "ada"))
        .extracting(row -> row.get("details").toString())
        .allMatch(details -> details.contains("serai-cli"));
  }

  @Test
  void followsTheTeamsAndRolesOfANewerTokenAndNoOlderOne() throws Exception {
    Person before = person("mover", "/ops");
    assertThat(before.me().path("teams").get(0).path("name").textValue()).isEqualTo("ops");
    Instant later = Instant.now().plusSeconds(5);
    Person after =
        new Person(
            gateway,
            issuer,
            "mover",
            claims -> claims.claim("groups", List.of("/dev")).issueTime(Date.from(later)));

    assertThat(after.me().path("teams").get(0).path("name").textValue()).isEqualTo("dev");
    assertThat(before.me().path("teams").get(0).path("name").textValue()).isEqualTo("dev");
  }

  @Test
  void takesRealmRolesForBuiltInOnes() throws Exception {
    Person auditor =
        new Person(
            gateway,
            issuer,
            "auditor",
            claims -> claims.claim("realm_access", Map.of("roles", List.of("serai-auditor"))));

    assertThat(auditor.me().path("permissions").toString())
        .contains("auditLog:view")
        .doesNotContain("virtualKeys:create");
    assertThat(auditor.get("/api/keys").status()).isEqualTo(200);
    assertThat(person("nobody").get("/api/keys").status()).isEqualTo(403);
  }

  @Test
  void refusesAUserWhoLeftWithEveryTokenFromBefore() throws Exception {
    Person leaver = person("leaver");
    String token = leaver.token();
    String id = Person.json(get(token), 200).path("id").textValue();

    gateway.bean(Users.class).leave(id, Instant.now());

    JsonNode problem = Person.json(get(token), 401);
    assertThat(problem.path("code").textValue()).isEqualTo("account_ended");
    assertThat(problem.path("detail").textValue()).contains("serai login");
    assertThat(leaver.get("/api/me").status()).isEqualTo(401);
    Instant later = Instant.now().plusSeconds(3);
    Person back =
        new Person(gateway, issuer, "leaver", claims -> claims.issueTime(Date.from(later)));
    assertThat(back.me().path("id").textValue()).isEqualTo(id);
    assertThat(get(token).status()).isEqualTo(401);
  }

  private static Client.Got get(String token) throws IOException {
    return new Client(gateway.adminUrl(), token).get("/api/me");
  }

  @Test
  void refusesASignInThatHasEndedAndTakesAnother() throws Exception {
    Person eve = person("eve");
    String token = eve.token();
    assertThat(get(token).status()).isEqualTo(200);

    JdbcClient jdbc = gateway.bean(JdbcClient.class);
    jdbc.sql("update sign_ins set ended_at = now() where sid = ?").param(eve.sid).update();
    gateway.bean(Changes.class).refreshNow();

    assertThat(Person.json(get(token), 401).path("code").textValue()).isEqualTo("sign_in_ended");
    assertThat(get(eve.token()).status()).isEqualTo(401);
    assertThat(person("eve").get("/api/me").status()).isEqualTo(200);
  }

  @Test
  void refusesTokensThatAreNoneWithAReason() throws Exception {
    String wrong = issuer.token("ada", "sid-w", claims -> claims.audience("account"));
    String late =
        issuer.token(
            "ada",
            "sid-w",
            claims -> claims.expirationTime(Date.from(Instant.now().minusSeconds(60))));

    assertThat(Person.json(get(wrong), 401).path("code").textValue()).isEqualTo("token_invalid");
    assertThat(Person.json(get(late), 401).path("code").textValue()).isEqualTo("token_expired");
  }

  @Test
  void refusesAUserOfAnOrganizationThatIsNotKnown() throws Exception {
    Person stranger =
        new Person(
            gateway, issuer, "stranger", claims -> claims.claim("organization", "elsewhere"));

    assertThat(Person.json(stranger.get("/api/me"), 403).path("code").textValue())
        .isEqualTo("organization_unknown");
  }

  @Test
  void makesExactlyOneOfThoseWhoComeFirstTheAdministrator() throws Exception {
    try (GatewayUnderTest fresh = gateway()) {
      List<CompletableFuture<Boolean>> all = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        Person one = new Person(fresh, issuer, "first-" + i);
        all.add(
            CompletableFuture.supplyAsync(
                () -> {
                  try {
                    return one.me().path("permissions").toString().contains("users:manage");
                  } catch (IOException e) {
                    throw new java.io.UncheckedIOException(e);
                  }
                }));
      }

      assertThat(all.stream().map(CompletableFuture::join).filter(is -> is)).hasSize(1);
      assertThat(rows(fresh, "select * from role_bindings")).hasSize(1);
      assertThat(rows(fresh, "select * from audit_log where action = 'role-binding.create'"))
          .hasSize(1);
    }
  }

  @Test
  void waitsForTheUserOfTheAdminsVerifiedAddress() throws Exception {
    try (GatewayUnderTest fresh = gateway("serai.admin-email", "Boss@example.com")) {
      Person other = new Person(fresh, issuer, "other");
      Person liar =
          new Person(
              fresh,
              issuer,
              "liar",
              claims -> claims.claim("email", "boss@example.com").claim("email_verified", false));
      Person boss = new Person(fresh, issuer, "boss");

      assertThat(other.me().path("permissions").toString()).doesNotContain("users:manage");
      assertThat(liar.me().path("permissions").toString()).doesNotContain("users:manage");
      assertThat(boss.me().path("permissions").toString()).contains("users:manage");
    }
  }

  @Test
  void opensASessionOncePerIdempotencyKeyAndUser() throws Exception {
    Person ada = person("ada-once");
    Person bob = person("bob-once");
    String wanted = "{\"tool\":\"claude\",\"device\":\"laptop\"}";

    JsonNode first = Person.json(ada.post("/api/sessions", wanted, "Idempotency-Key", "k1"), 201);
    JsonNode second = Person.json(ada.post("/api/sessions", wanted, "Idempotency-Key", "k1"), 201);
    JsonNode others = Person.json(bob.post("/api/sessions", wanted, "Idempotency-Key", "k1"), 201);

    assertThat(second.path("id")).isEqualTo(first.path("id"));
    assertThat(others.path("id")).isNotEqualTo(first.path("id"));
    assertThat(first.path("personal").booleanValue()).isTrue();
    assertThat(Instant.parse(first.path("expiresAt").textValue()))
        .isEqualTo(Instant.parse(first.path("startedAt").textValue()).plusSeconds(12 * 3600));
    assertThat(
            rows(
                gateway,
                "select * from audit_log where action = 'session.create' and resource_id = ?",
                first.path("id").textValue()))
        .hasSize(1);
  }

  @Test
  void saysWhatIsWrongWithAWantedSession() throws Exception {
    Person ada = person("ada-wrong", "/platform/sre");
    String own = person("bob-wrong").me().path("personalProject").path("id").textValue();

    assertThat(wanted(ada, "\"device\":\"x\"", 422))
        .isEqualTo("tool (expected: 1 to 100 characters on one line)");
    assertThat(wanted(ada, "\"tool\":\"x\",\"device\":\"x\",\"duration\":\"P8D\"", 422))
        .contains("duration");
    assertThat(wanted(ada, "\"tool\":\"x\",\"device\":\"x\",\"duration\":\"PT0S\"", 422))
        .contains("duration");
    assertThat(wanted(ada, "\"tool\":\"x\",\"device\":\"x\",\"limits\":{\"usd\":-1}", 422))
        .contains("limits.usd");
    assertThat(wanted(ada, "\"tool\":\"x\",\"device\":\"x\",\"project\":\"none\"", 404))
        .contains("none");
    assertThat(wanted(ada, "\"tool\":\"x\",\"device\":\"x\",\"project\":\"" + own + "\"", 404))
        .contains(own);
    assertThat(wanted(admin, "\"tool\":\"x\",\"device\":\"x\",\"project\":\"" + own + "\"", 404))
        .contains(own);
  }

  private static String wanted(Person person, String fields, int status) throws IOException {
    return Person.json(person.post("/api/sessions", "{" + fields + "}"), status)
        .path("detail")
        .textValue();
  }

  @Test
  void showsAndEndsSessionsOfOthersOnlyForThoseWhoMay() throws Exception {
    Person ada = person("ada-seen", "/seen");
    Person bob = person("bob-seen");
    String session = ada.open("{\"tool\":\"claude\",\"device\":\"d\",\"limits\":{\"usd\":1.5}}");

    assertThat(bob.get("/api/sessions").status()).isEqualTo(403);
    assertThat(bob.post("/api/me/sessions/" + session + "/revoke", "").status()).isEqualTo(404);
    assertThat(ada.get("/api/sessions/" + session).status()).isEqualTo(200);
    assertThat(person("carl", "/seen").get("/api/sessions/" + session).status()).isEqualTo(404);
    JsonNode seen = Person.json(admin.get("/api/sessions?principal=ada-seen&open=true"), 200);
    assertThat(seen.path("items")).hasSize(1);
    assertThat(seen.path("items").get(0).path("limits").path("usd").decimalValue())
        .isEqualByComparingTo("1.5");
    JsonNode ended = Person.json(admin.post("/api/sessions/" + session + "/revoke", ""), 200);

    assertThat(ended.path("endedBy").textValue()).isEqualTo("revoked");
    assertThat(
            Person.json(admin.get("/api/sessions?principal=ada-seen&open=true"), 200).path("items"))
        .isEmpty();
    assertThat(Person.json(ada.get("/api/me/sessions"), 200).path("items")).hasSize(1);
  }

  @Test
  void turnsPages() throws Exception {
    Person ada = person("ada-pages");
    for (int i = 0; i < 5; i++) ada.open();

    JsonNode first = Person.json(ada.get("/api/me/sessions?limit=3"), 200);
    JsonNode second =
        Person.json(
            ada.get("/api/me/sessions?limit=3&after=" + first.path("next").textValue()), 200);

    assertThat(first.path("items")).hasSize(3);
    assertThat(second.path("items")).hasSize(2);
    assertThat(second.path("next").textValue()).isEmpty();
    assertThat(ada.get("/api/me/sessions?limit=501").status()).isEqualTo(422);
  }
}
