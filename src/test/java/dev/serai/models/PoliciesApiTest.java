package dev.serai.models;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serai.admin.AdminTokens;
import dev.serai.testing.AdminCalls;
import dev.serai.testing.AdminCalls.Reply;
import dev.serai.testing.GatewayUnderTest;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.jdbc.core.simple.JdbcClient;

class PoliciesApiTest {
  private static final String YAML =
      """
      providers: [ { name: echo, type: echo }, { name: filed, type: echo }, { name: spare, type: echo } ]
      policies: [ { name: filed, providers: [echo] } ]
      keys: [ { name: ci } ]
      """;

  private static GatewayUnderTest gateway;
  private static AdminCalls admin;

  @BeforeAll
  static void start() {
    gateway = GatewayUnderTest.with(YAML).start();
    admin =
        new AdminCalls(gateway.adminUrl(), gateway.bean(AdminTokens.class).reset("test").reveal());
  }

  @AfterAll
  static void stop() {
    gateway.close();
  }

  @Test
  void aPolicyIsMadeReadChangedAndDeleted() {
    Reply made =
        admin.post(
            "/api/policies",
            """
            {"name": "fast", "providers": ["echo"], "aliases": {"quick": ["echo/echo"]},
             "allowModels": ["echo"], "denyModels": ["gpt-*"]}
            """);

    assertThat(made.status()).isEqualTo(201);
    assertThat(made.body().at("/default").asBoolean()).isFalse();
    assertThat(made.body().at("/aliases")).hasToString("{\"quick\":[\"echo/echo\"]}");
    assertThat(admin.get("/api/policies/fast").body()).isEqualTo(made.body());

    Reply changed = admin.patch("/api/policies/fast", "{\"denyModels\": []}");
    assertThat(changed.body().at("/denyModels")).isEmpty();
    assertThat(changed.body().at("/allowModels")).hasToString("[\"echo\"]");
    assertThat(gateway.bean(Policies.class).all())
        .filteredOn(policy -> policy.name().equals("fast"))
        .singleElement()
        .satisfies(policy -> assertThat(policy.deny()).isEmpty());

    assertThat(admin.delete("/api/policies/fast").status()).isEqualTo(204);
    assertThat(admin.get("/api/policies/fast").status()).isEqualTo(404);
    assertThat(actions("fast"))
        .containsExactly("policy.create", "policy.update", "policy.delete", "access.denied");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          name        | {"name": "a/b", "providers": ["echo"]}
          providers   | {"name": "x"}
          providers   | {"name": "x", "providers": ["echo", "echo"]}
          providers   | {"name": "x", "providers": [null]}
          aliases.a   | {"name": "x", "providers": ["echo"], "aliases": {"a": []}}
          aliases.a   | {"name": "x", "providers": [], "aliases": {"a": ["b"], "b": ["c"], "c": ["d"]}}
          denyModels  | {"name": "x", "providers": ["echo"], "denyModels": [""]}
          order       | {"name": "x", "providers": ["echo"], "order": "fastest"}
          affinity    | {"name": "x", "providers": ["echo"], "order": "weighted", "affinity": "all"}
          order       | {"name": "x", "providers": ["echo", "spare"], "equalProviders": [["echo", "spare"]]}
          equalProviders | {"name": "x", "providers": ["echo"], "order": "weighted", "equalProviders": [["echo"]]}
          equalProviders | {"name": "x", "providers": ["echo", "filed", "spare"], "order": "weighted", "equalProviders": [["echo", "spare"]]}
          equalProviders | {"name": "x", "providers": ["echo"], "order": "weighted", "equalProviders": [null]}
          weights     | {"name": "x", "providers": ["echo", "spare"], "order": "weighted", "equalProviders": [["echo", "spare"]], "weights": {"echo": 0}}
          weights     | {"name": "x", "providers": ["echo", "spare"], "order": "weighted", "weights": {"echo": 2}}
          """)
  void aWrongValueIsToldByItsField(String field, String body) {
    Reply refused = admin.post("/api/policies", body);

    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.text("/errors/0/field")).isEqualTo(field);
  }

  @Test
  void whatIsChosenAmongEqualsIsSaidAndChanged() {
    Reply made =
        admin.post(
            "/api/policies",
            """
            {"name": "equal", "providers": ["echo", "spare", "filed"], "order": "weighted",
             "equalProviders": [["echo", "spare"]], "weights": {"echo": 3}}
            """);

    assertThat(made.status()).isEqualTo(201);
    assertThat(made.text("/affinity")).isEqualTo("key");
    assertThat(made.body().at("/equalProviders")).hasToString("[[\"echo\",\"spare\"]]");
    assertThat(admin.get("/api/policies/equal").body()).isEqualTo(made.body());

    Reply faster = admin.patch("/api/policies/equal", "{\"order\": \"latency\"}");
    assertThat(faster.text("/affinity")).isEqualTo("session");
    Reply never = admin.patch("/api/policies/equal", "{\"affinity\": \"none\"}");
    assertThat(never.text("/order")).isEqualTo("latency");
    assertThat(never.text("/affinity")).isEqualTo("none");
    assertThat(never.body().at("/weights")).hasToString("{\"echo\":3}");

    Reply listed =
        admin.patch(
            "/api/policies/equal",
            "{\"order\": \"listed\", \"equalProviders\": [], \"weights\": {}}");
    assertThat(listed.status()).isEqualTo(200);
    assertThat(listed.text("/order")).isEqualTo("listed");
    admin.delete("/api/policies/equal");
  }

  @Test
  void anUnknownProviderIsToldWithTheNearestOnes() {
    Reply refused = admin.post("/api/policies", "{\"name\": \"x\", \"providers\": [\"ecoh\"]}");

    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.text("/detail")).contains("'ecoh'").contains("did you mean echo?");
  }

  @Test
  void aPolicyOfTheFileIsLeftAlone() {
    assertThat(admin.patch("/api/policies/filed", "{\"default\": true}").code())
        .isEqualTo("managed_by_file");
    assertThat(admin.delete("/api/policies/filed").code()).isEqualTo("managed_by_file");
  }

  @Test
  void aPolicyThatSomebodyUsesStaysAndSaysHowMany() {
    admin.post("/api/policies", "{\"name\": \"used\", \"providers\": [\"echo\"]}");
    admin.post("/api/keys", "{\"name\": \"one\", \"policy\": \"used\"}");
    admin.post("/api/keys", "{\"name\": \"two\", \"policy\": \"used\"}");
    jdbc().sql("update organizations set default_policy = 'used'").update();

    Reply refused = admin.delete("/api/policies/used");

    assertThat(refused.status()).isEqualTo(409);
    assertThat(refused.code()).isEqualTo("policy_in_use");
    assertThat(refused.text("/detail")).contains("2 keys and 1 organization");
    jdbc().sql("update organizations set default_policy = ''").update();
  }

  @Test
  void theDefaultIsHandedOnAndNotDeletedFromUnderKeys() {
    admin.post("/api/policies", "{\"name\": \"old\", \"providers\": [], \"default\": true}");
    Reply taken =
        admin.post("/api/policies", "{\"name\": \"new\", \"providers\": [], \"default\": true}");

    assertThat(taken.status()).isEqualTo(201);
    assertThat(admin.get("/api/policies/old").body().at("/default").asBoolean()).isFalse();
    assertThat(actions("old")).containsExactly("policy.create", "policy.update");
    assertThat(admin.delete("/api/policies/new").code()).isEqualTo("policy_in_use");
    admin.patch("/api/policies/new", "{\"default\": false}");
    assertThat(admin.delete("/api/policies/new").status()).isEqualTo(204);
    assertThat(admin.delete("/api/policies/old").status()).isEqualTo(204);
  }

  @Test
  void aPolicyMadeOnOneReplicaRoutesOnTheOther() {
    try (GatewayUnderTest second = GatewayUnderTest.with(YAML).beside(gateway).start()) {
      Policies there = second.bean(Policies.class);
      assertThat(knows(there)).isFalse();

      admin.post("/api/policies", "{\"name\": \"spread\", \"providers\": [\"echo\"]}");

      long until = System.nanoTime() + 5_000_000_000L;
      while (System.nanoTime() < until && !knows(there)) Thread.onSpinWait();
      assertThat(knows(there)).isTrue();
    }
    admin.delete("/api/policies/spread");
  }

  private static boolean knows(Policies policies) {
    return policies.all().stream().anyMatch(policy -> policy.name().equals("spread"));
  }

  private static JdbcClient jdbc() {
    return gateway.bean(JdbcClient.class);
  }

  private static List<String> actions(String id) {
    return jdbc()
        .sql(
            """
            select action from audit_log where resource = 'policy' and resource_id = ?
            order by number
            """)
        .param(id)
        .query(String.class)
        .list();
  }
}
