package dev.serai.credentials;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serai.admin.AdminTokens;
import dev.serai.call.Call;
import dev.serai.call.Candidate;
import dev.serai.call.Operation;
import dev.serai.call.Target;
import dev.serai.providers.Providers;
import dev.serai.testing.AdminCalls;
import dev.serai.testing.AdminCalls.Reply;
import dev.serai.testing.GatewayUnderTest;
import dev.serai.testing.TestCalls;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.jdbc.core.simple.JdbcClient;

class ProviderCredentialsApiTest {
  private static final String SECRET = "sk-upstream-0123456789";

  private static GatewayUnderTest gateway;
  private static AdminCalls admin;

  @BeforeAll
  static void start() {
    gateway =
        GatewayUnderTest.with(
                """
                providers:
                  - { name: filed, type: openai, credentials: [ { name: main, secret: sk-file } ] }
                policies: [ { name: all, default: true, providers: [filed] } ]
                """)
            .start();
    admin =
        new AdminCalls(gateway.adminUrl(), gateway.bean(AdminTokens.class).reset("test").reveal());
    admin.post("/api/providers", "{\"name\": \"own\", \"type\": \"openai\"}");
  }

  @AfterAll
  static void stop() {
    gateway.close();
  }

  @Test
  void aCredentialServesCallsAndItsSecretIsNeverShown() {
    Reply made = create("own", "used", SECRET);

    assertThat(made.status()).isEqualTo(201);
    assertThat(made.raw().body()).doesNotContain(SECRET).doesNotContain("\"secret\"");
    assertThat(secretsOf("own")).contains(SECRET);
    Reply listed = admin.get("/api/providers/own/credentials");
    assertThat(listed.raw().body()).contains("\"used\"").doesNotContain(SECRET);

    String path = "/api/providers/own/credentials/used";
    Reply replaced = admin.patch(path, "{\"secret\": \"sk-second-secret\"}");
    assertThat(replaced.status()).isEqualTo(200);
    assertThat(replaced.text("/secretGivenAt")).isGreaterThan(made.text("/secretGivenAt"));
    assertThat(replaced.text("/id")).isEqualTo(made.text("/id"));
    assertThat(secretsOf("own")).contains("sk-second-secret").doesNotContain(SECRET);

    Reply narrowed = admin.patch(path, "{\"models\": [\"gpt-5\"], \"position\": 7}");
    assertThat(narrowed.text("/secretGivenAt")).isEqualTo(replaced.text("/secretGivenAt"));
    assertThat(narrowed.text("/position")).isEqualTo("7");

    assertThat(admin.delete(path).status()).isEqualTo(204);
    assertThat(admin.get(path).status()).isEqualTo(404);
    assertThat(auditOf(made.text("/id")))
        .hasSize(4)
        .noneMatch(row -> row.contains(SECRET) || row.contains("sk-second-secret"));
  }

  @Test
  void aCredentialMayHaveSoManyConnectionsAndAQueue() {
    Reply made = create("own", "narrow", SECRET);
    assertThat(made.body().at("/connections").asInt()).isZero();
    assertThat(made.text("/queueWait")).isEqualTo("PT10S");

    String path = "/api/providers/own/credentials/narrow";
    admin.patch(path, "{\"connections\": 4, \"queue\": 9, \"queueWait\": \"PT2S\"}");
    Reply changed = admin.patch(path, "{\"secret\": \"sk-replaced\"}");

    assertThat(changed.body().at("/connections").asInt()).isEqualTo(4);
    assertThat(changed.body().at("/queue").asInt()).isEqualTo(9);
    assertThat(changed.text("/queueWait")).isEqualTo("PT2S");
    assertThat(admin.delete(path).status()).isEqualTo(204);
  }

  @Test
  void aCredentialHasAWeightAmongItsEquals() {
    Reply made = create("own", "heavy", SECRET);
    assertThat(made.body().at("/weight").asInt()).isEqualTo(1);

    String path = "/api/providers/own/credentials/heavy";
    admin.patch(path, "{\"weight\": 7}");
    Reply changed = admin.patch(path, "{\"secret\": \"sk-replaced\"}");

    assertThat(changed.body().at("/weight").asInt()).isEqualTo(7);
    assertThat(admin.delete(path).status()).isEqualTo(204);
  }

  @Test
  void areTriedInTheOrderOfTheirPositionsAndListedInIt() {
    admin.post("/api/providers", "{\"name\": \"ordered\", \"type\": \"openai\"}");
    create("ordered", "first", "sk-1");
    create("ordered", "second", "sk-2");
    admin.patch("/api/providers/ordered/credentials/first", "{\"position\": 9}");

    assertThat(secretsOf("ordered")).containsExactly("sk-2", "sk-1");
    Reply page = admin.get("/api/providers/ordered/credentials?limit=1");
    assertThat(page.text("/items/0/name")).isEqualTo("second");
    assertThat(
            admin
                .get(
                    "/api/providers/ordered/credentials?limit=1&after="
                        + page.text("/next").replace("/", "%2F"))
                .text("/items/0/name"))
        .isEqualTo("first");
  }

  @Test
  void aProviderOfTheFileMayHaveOneBesideThoseOfTheFile() {
    assertThat(create("filed", "beside", "sk-beside").status()).isEqualTo(201);

    assertThat(secretsOf("filed")).containsExactly("sk-file", "sk-beside");
    Reply changed = admin.patch("/api/providers/filed/credentials/main", "{\"secret\": \"sk-x\"}");
    assertThat(changed.status()).isEqualTo(409);
    assertThat(changed.code()).isEqualTo("managed_by_file");
    assertThat(admin.delete("/api/providers/filed/credentials/main").code())
        .isEqualTo("managed_by_file");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          name     | {"name": "a b", "secret": "sk-wrong"}
          secret   | {"name": "a"}
          secret   | {"name": "a", "secret": ""}
          secret   | {"name": "a", "secret": "sk-wrong\\nx-other: 1"}
          secret   | {"name": "a", "secret": "sk-wrongé"}
          models   | {"name": "a", "secret": "sk-wrong", "models": [""]}
          position | {"name": "a", "secret": "sk-wrong", "position": -1}
          queue | {"name": "a", "secret": "sk-wrong", "queue": -1}
          connections | {"name": "a", "secret": "sk-wrong", "connections": -1}
          queueWait | {"name": "a", "secret": "sk-wrong", "queueWait": "PT0S"}
          weight | {"name": "a", "secret": "sk-wrong", "weight": 0}
          weight | {"name": "a", "secret": "sk-wrong", "weight": 1001}
          """)
  void aWrongValueIsToldByItsFieldAndNotRepeated(String field, String body) {
    Reply refused = admin.post("/api/providers/own/credentials", body);

    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.text("/errors/0/field")).isEqualTo(field);
    assertThat(refused.raw().body()).doesNotContain("sk-wrong");
  }

  @Test
  void aRepeatedCreateDoesNotKeepTheSecretReadable() {
    String body = "{\"name\": \"again\", \"secret\": \"sk-again-secret\"}";
    Reply first = admin.post("/api/providers/own/credentials", body, "Idempotency-Key", "c-1");
    Reply second = admin.post("/api/providers/own/credentials", body, "Idempotency-Key", "c-1");

    assertThat(second.status()).isEqualTo(201);
    assertThat(second.body()).isEqualTo(first.body());
  }

  private static Reply create(String provider, String name, String secret) {
    return admin.post(
        "/api/providers/" + provider + "/credentials",
        "{\"name\": \"%s\", \"secret\": \"%s\"}".formatted(name, secret));
  }

  /** Those that a call would be sent with, in order. */
  private static List<String> secretsOf(String provider) {
    Target target = new Target(gateway.bean(Providers.class).find(provider).orElseThrow(), "gpt-5");
    Call call = TestCalls.call(Operation.CHAT, "gpt-5", TestCalls.caller(""));
    return gateway
        .bean(Credentials.class)
        .filter(call.withTargets(List.of(target)))
        .candidates()
        .stream()
        .map(Candidate::credential)
        .map(credential -> credential.secret().reveal())
        .toList();
  }

  private static List<String> auditOf(String id) {
    return gateway
        .bean(JdbcClient.class)
        .sql(
            """
            select concat(action, before, after, details) from audit_log
            where resource = 'credential' and resource_id = ?
            """)
        .param(id)
        .query(String.class)
        .list();
  }
}
