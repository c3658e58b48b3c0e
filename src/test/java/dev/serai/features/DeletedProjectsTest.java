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

/** Projects and service accounts that are deleted, while they are in use on two replicas. */
class DeletedProjectsTest {
  private static final Dialects CHAT = Dialects.OPENAI_CHAT;
  private static final String YAML =
      "organization: acme\nproviders: [ { name: echo, type: echo } ]\n";

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
    admin = new Person(gateway, issuer, "root");
    admin.me(); // whoever comes first becomes administrator
  }

  @AfterAll
  static void stop() {
    other.close();
    gateway.close();
    issuer.close();
  }

  private static String made(String path, String body) throws IOException {
    return Person.json(admin.post(path, body), 201).path("id").textValue();
  }

  private static String project(String name) throws IOException {
    return made("/api/projects", "{\"name\":\"" + name + "\"}");
  }

  /** Its secret. */
  private static String key(String name, String project, String principal) throws IOException {
    String body =
        "{\"name\":\"%s\",\"project\":\"%s\",\"principal\":\"%s\"}"
            .formatted(name, project, principal);
    return Person.json(admin.post("/api/keys", body), 201).path("secret").textValue();
  }

  private static Client.Got delete(String path) throws IOException {
    return admin.api(gateway, "DELETE", path, "");
  }

  private static int call(GatewayUnderTest replica, String key) throws IOException {
    return new Client(replica.url(), key).ask(CHAT, "echo/echo", false).status();
  }

  /** The other replica hears of it a moment later. */
  private static void awaitRefused(String key) throws IOException {
    assertThat(call(gateway, key)).isEqualTo(401);
    Instant deadline = Instant.now().plusSeconds(10);
    while (call(other, key) == 200) assertThat(Instant.now()).isBefore(deadline);
    assertThat(call(other, key)).isEqualTo(401);
  }

  private static List<String> audited(String id) {
    return gateway
        .bean(JdbcClient.class)
        .sql(
            "select action from audit_log where resource_id = ? and outcome = 'done' order by number")
        .param(id)
        .query(String.class)
        .list();
  }

  @Test
  void aProjectThatIsInUseIsDeletedOnlyWithAllThatWorksInItsName() throws Exception {
    String id = project("checkout");
    String key = key("ci", "checkout", "ci-checkout");
    assertThat(call(gateway, key)).isEqualTo(200);
    assertThat(call(other, key)).isEqualTo(200);
    admin.open("{\"project\":\"checkout\",\"tool\":\"claude\",\"device\":\"laptop\"}");
    made(
        "/api/limits",
        """
        {"scope":"project","target":"checkout","measure":"requests","window":"day","cap":1000}
        """);
    assertThat(gateway.bean(JournalDrain.class).awaitDrained(Duration.ofSeconds(20))).isTrue();

    JsonNode inUse = Person.json(delete("/api/projects/" + id), 409);
    assertThat(inUse.path("code").textValue()).isEqualTo("in_use");
    assertThat(inUse.path("detail").textValue())
        .isEqualTo(
            "This project has 1 key and 1 open session: end them first, or let them end with it"
                + " (force=true).");
    assertThat(call(gateway, key)).isEqualTo(200);

    assertThat(delete("/api/projects/" + id + "?force=true").status()).isEqualTo(204);

    awaitRefused(key);
    Client.Got session = admin.client().ask(CHAT, "echo/echo", false);
    assertThat(session.header("x-serai-refusal")).isEqualTo("session_ended");
    assertThat(session.text()).contains("its project, which was deleted");
    assertThat(admin.get("/api/projects/" + id).status()).isEqualTo(404);
    assertThat(delete("/api/projects/" + id).status()).isEqualTo(404);
    assertThat(Person.json(admin.get("/api/limits?scope=project"), 200).path("items")).isEmpty();
    assertThat(audited(id)).containsExactly("project.create", "project.revoke", "project.delete");
  }

  @Test
  void whatWasUsedInItsNameStaysAndTheNameIsFreeAgain() throws Exception {
    String id = project("payments");
    String key = key("ci", "payments", "ci-payments");
    assertThat(call(gateway, key)).isEqualTo(200);
    assertThat(gateway.bean(JournalDrain.class).awaitDrained(Duration.ofSeconds(20))).isTrue();
    assertThat(delete("/api/projects/" + id + "?force=true").status()).isEqualTo(204);

    String again = project("payments");
    String newKey = key("ci", "payments", "ci-payments");

    assertThat(again).isNotEqualTo(id);
    assertThat(call(gateway, newKey)).isEqualTo(200);
    JsonNode used = Person.json(admin.get("/api/usage?by=project&project=" + id), 200);
    assertThat(used.at("/rows/0/name").textValue()).isEqualTo("payments");
    assertThat(used.at("/rows/0/requests").asInt()).isPositive();
  }

  @Test
  void aProjectThatIsGoneTakesNoKeysSessionsLimitsOrRoles() throws Exception {
    String id = project("gone");
    assertThat(delete("/api/projects/" + id).status()).isEqualTo(204);

    for (String name : List.of(id, "gone")) {
      String key = "{\"name\":\"k\",\"project\":\"" + name + "\",\"principal\":\"ci-gone\"}";
      assertThat(admin.post("/api/keys", key).status()).isEqualTo(422);
      String session = "{\"project\":\"" + name + "\",\"tool\":\"claude\",\"device\":\"d\"}";
      assertThat(admin.post("/api/sessions", session).status()).isEqualTo(404);
      String limit =
          "{\"scope\":\"project\",\"target\":\"%s\",\"measure\":\"usd\",\"window\":\"day\",\"cap\":1}"
              .formatted(name);
      assertThat(admin.post("/api/limits", limit).status()).isEqualTo(422);
    }
    JsonNode me = admin.me();
    String binding =
        """
        {"subject":{"kind":"user","id":"%s"},"role":"viewer","place":{"kind":"project","id":"%s"}}
        """
            .formatted(me.path("id").textValue(), id);
    assertThat(admin.post("/api/role-bindings", binding).status()).isIn(404, 422);
    assertThat(me.path("projects").findValuesAsText("name")).doesNotContain("gone");
  }

  @Test
  void thePersonalAndTheDefaultProjectStay() throws Exception {
    String personal = admin.me().at("/personalProject/id").textValue();
    JsonNode all = Person.json(admin.get("/api/projects?limit=500"), 200).path("items");
    for (JsonNode project : all) {
      String name = project.path("name").textValue();
      if (!name.equals("default")) continue;
      String path = "/api/projects/" + project.path("id").textValue() + "?force=true";
      assertThat(Person.json(delete(path), 409).path("code").textValue())
          .isEqualTo("default_project");
    }
    assertThat(Person.json(delete("/api/projects/" + personal), 409).path("code").textValue())
        .isEqualTo("personal_project");
  }

  @Test
  void aServiceAccountGoesWithItsKeysInEveryProjectAndLeavesItsNameFree() throws Exception {
    project("shop");
    project("store");
    String one = key("a", "shop", "robot");
    String two = key("b", "store", "robot");
    String id =
        Person.json(admin.get("/api/service-accounts?q=robot"), 200).at("/items/0/id").textValue();
    assertThat(call(other, one)).isEqualTo(200);

    JsonNode inUse = Person.json(delete("/api/service-accounts/" + id), 409);
    assertThat(inUse.path("detail").textValue()).startsWith("This service account has 2 keys: ");
    assertThat(delete("/api/service-accounts/" + id + "?force=true").status()).isEqualTo(204);

    awaitRefused(one);
    awaitRefused(two);
    assertThat(admin.get("/api/service-accounts/" + id).status()).isEqualTo(404);
    assertThat(Person.json(admin.get("/api/service-accounts?q=robot"), 200).path("items"))
        .isEmpty();
    assertThat(audited(id))
        .containsExactly(
            "service-account.create", "service-account.revoke", "service-account.delete");
    assertThat(call(gateway, key("a", "shop", "robot"))).isEqualTo(200);
  }
}
