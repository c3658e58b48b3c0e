package dev.serai.providers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serai.access.BuiltInRole;
import dev.serai.access.Grant;
import dev.serai.access.Permission;
import dev.serai.admin.ActorSource;
import dev.serai.admin.AdminTokens;
import dev.serai.admin.Installation;
import dev.serai.call.Provider;
import dev.serai.tenants.Tenants;
import dev.serai.testing.AdminCalls;
import dev.serai.testing.AdminCalls.Reply;
import dev.serai.testing.GatewayUnderTest;
import dev.serai.testing.TestActors;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.jdbc.core.simple.JdbcClient;

class ProvidersApiTest {
  private static final TestActors ACTORS = new TestActors();
  private static GatewayUnderTest gateway;
  private static AdminCalls admin;

  @BeforeAll
  static void start() {
    gateway =
        GatewayUnderTest.with(
                """
                providers: [ { name: echo, type: echo } ]
                policies: [ { name: all, default: true, providers: [echo] } ]
                """)
            .bean(ActorSource.class, ACTORS)
            .start();
    admin = as(gateway.bean(AdminTokens.class).reset("test").reveal());
  }

  @AfterAll
  static void stop() {
    gateway.close();
  }

  @Test
  void aProviderIsMadeReadChangedAndDeleted() {
    Reply made =
        admin.post(
            "/api/providers",
            """
            {"name": "local", "type": "openai-compatible", "baseUrl": "http://127.0.0.1:1/v1/",
             "models": ["llama*"], "timeouts": {"connect": "PT1S"}}
            """);

    assertThat(made.status()).isEqualTo(201);
    assertThat(made.text("/managedBy")).isEqualTo("api");
    assertThat(made.text("/url")).isEqualTo("http://127.0.0.1:1/v1");
    assertThat(made.text("/timeouts/connect")).isEqualTo("PT1S");
    assertThat(made.text("/timeouts/idle")).isEqualTo("PT11M");
    assertThat(made.body().at("/dialects")).hasToString("[\"openai-chat\",\"openai-responses\"]");
    assertThat(admin.get("/api/providers/local").body()).isEqualTo(made.body());
    assertThat(gateway.bean(Providers.class).find("local")).isPresent();

    Reply changed =
        admin.patch(
            "/api/providers/local",
            "{\"models\": [\"llama-4\"], \"timeouts\": {\"idle\": \"PT1M\"}}");
    assertThat(changed.status()).isEqualTo(200);
    assertThat(changed.text("/timeouts/connect")).isEqualTo("PT1S");
    assertThat(changed.text("/timeouts/idle")).isEqualTo("PT1M");
    assertThat(gateway.bean(Providers.class).find("local").orElseThrow().models())
        .containsExactly("llama-4");

    assertThat(admin.delete("/api/providers/local").status()).isEqualTo(204);
    assertThat(gateway.bean(Providers.class).find("local")).isEmpty();
    assertThat(admin.get("/api/providers/local").status()).isEqualTo(404);
    assertThat(actions("provider", "local"))
        .containsExactly("provider.create", "provider.update", "provider.delete", "access.denied");
  }

  @Test
  void theWayToAProviderIsKept() {
    String fields =
        "{\"name\": \"far\", \"type\": \"openai\", \"proxy\": \"http://proxy:3128\", \"http\": \"1\"}";
    assertThat(admin.post("/api/providers", fields).status()).isEqualTo(201);

    Reply changed = admin.patch("/api/providers/far", "{\"http\": \"2\"}");

    assertThat(changed.text("/proxy")).isEqualTo("http://proxy:3128");
    assertThat(changed.text("/caCertificates")).isEmpty();
    assertThat(changed.text("/http")).isEqualTo("2");
    assertThat(gateway.bean(Providers.class).find("far").orElseThrow().network())
        .isEqualTo(new Provider.Network("http://proxy:3128", "", Provider.Http.TWO));
    assertThat(admin.delete("/api/providers/far").status()).isEqualTo(204);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          name              | {"name": "a/b", "type": "openai"}
          name              | {"type": "openai"}
          type              | {"name": "x", "type": "opena"}
          type              | {"name": "x"}
          baseUrl           | {"name": "x", "type": "openai", "baseUrl": "file:///etc/passwd"}
          baseUrl           | {"name": "x", "type": "openai", "baseUrl": "https://me:pw@host"}
          baseUrl           | {"name": "x", "type": "openai", "baseUrl": "/v1"}
          baseUrl           | {"name": "x", "type": "openai-compatible", "models": ["m"]}
          models            | {"name": "x", "type": "openai-compatible", "baseUrl": "http://h"}
          models            | {"name": "x", "type": "openai", "models": [null]}
          models            | {"name": "x", "type": "openai", "models": [" "]}
          timeouts.idle     | {"name": "x", "type": "openai", "timeouts": {"idle": "PT0S"}}
          proxy             | {"name": "x", "type": "openai", "proxy": "http://me:pw@host:3128"}
          proxy             | {"name": "x", "type": "openai", "proxy": "http://host"}
          proxy             | {"name": "x", "type": "openai", "proxy": "socks5://host:1080"}
          caCertificates    | {"name": "x", "type": "openai", "caCertificates": "none"}
          http              | {"name": "x", "type": "openai", "http": "3"}
          timeouts.connect  | {"name": "x", "type": "openai", "timeouts": {"connect": "5s"}}
          """)
  void aWrongValueIsToldByItsField(String field, String body) {
    Reply refused = admin.post("/api/providers", body);

    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.text("/errors/0/field")).isEqualTo(field);
    assertThat(refused.raw().body()).doesNotContain("pw@").doesNotContain("passwd");
  }

  @Test
  void aProviderOfTheFileIsShownAndLeftAlone() {
    assertThat(admin.get("/api/providers/echo").text("/managedBy")).isEqualTo("file");

    Reply changed = admin.patch("/api/providers/echo", "{\"models\": [\"x\"]}");
    Reply deleted = admin.delete("/api/providers/echo");

    assertThat(List.of(changed.status(), deleted.status())).containsOnly(409);
    assertThat(changed.code()).isEqualTo("managed_by_file");
    assertThat(changed.text("/detail")).contains("serai.yaml");
  }

  @Test
  void aProviderThatAPolicyListsStays() {
    create("listed");
    admin.post("/api/policies", "{\"name\": \"lists-it\", \"providers\": [\"listed\"]}");

    Reply deleted = admin.delete("/api/providers/listed");

    assertThat(deleted.status()).isEqualTo(409);
    assertThat(deleted.code()).isEqualTo("provider_in_use");
    assertThat(deleted.text("/detail")).contains("lists-it");
    admin.delete("/api/policies/lists-it");
    assertThat(admin.delete("/api/providers/listed").status()).isEqualTo(204);
  }

  @Test
  void aNameIsGivenOnceAndAnAnswerRepeated() {
    String body = "{\"name\": \"twice\", \"type\": \"openai\"}";
    Reply first = admin.post("/api/providers", body, "Idempotency-Key", "p-1");
    Reply again = admin.post("/api/providers", body, "Idempotency-Key", "p-1");
    Reply other = admin.post("/api/providers", body);

    assertThat(again.status()).isEqualTo(201);
    assertThat(again.body()).isEqualTo(first.body());
    assertThat(other.status()).isEqualTo(409);
    assertThat(other.code()).isEqualTo("name_taken");
  }

  @Test
  void aChangeMadeMeanwhileIsNotOverwritten() {
    create("raced");

    Reply stale =
        admin.patch("/api/providers/raced", "{\"models\": [\"a\"]}", "If-Match", "\"stale\"");

    assertThat(stale.status()).isEqualTo(412);
    assertThat(admin.get("/api/providers/raced").body().at("/models")).isEmpty();

    String read = admin.get("/api/providers/raced").header("ETag");
    Reply fresh = admin.patch("/api/providers/raced", "{\"models\": [\"a\"]}", "If-Match", read);
    Reply again = admin.patch("/api/providers/raced", "{\"models\": [\"b\"]}", "If-Match", read);
    assertThat(fresh.status()).isEqualTo(200);
    assertThat(again.status()).isEqualTo(412);
  }

  @Test
  void listsInPagesAndByOwner() {
    create("page-a");
    create("page-b");

    Reply first = admin.get("/api/providers?managedBy=api&limit=1");
    Reply second = admin.get("/api/providers?managedBy=api&limit=1&after=" + first.text("/next"));

    assertThat(first.body().at("/items")).hasSize(1);
    assertThat(second.text("/items/0/name")).isGreaterThan(first.text("/items/0/name"));
    assertThat(admin.get("/api/providers?managedBy=file").body().findValuesAsText("name"))
        .containsExactly("echo");
    assertThat(admin.get("/api/providers?limit=0").status()).isEqualTo(422);
  }

  @Test
  void anotherOrganizationLearnsNothing() {
    String other = gateway.bean(Tenants.class).organization("elsewhere").id();
    AdminCalls stranger = as(ACTORS.user("stranger", other, Grant.everywhere(other, all())));

    assertThat(stranger.get("/api/providers").status()).isEqualTo(403);
    assertThat(stranger.get("/api/providers/echo").status()).isEqualTo(404);
    assertThat(stranger.patch("/api/providers/echo", "{}").status()).isEqualTo(404);
    assertThat(stranger.delete("/api/providers/echo").status()).isEqualTo(404);
    assertThat(stranger.get("/api/providers/echo/credentials").status()).isEqualTo(404);
    assertThat(
            stranger
                .post("/api/providers", "{\"name\": \"theirs\", \"type\": \"openai\"}")
                .status())
        .isEqualTo(403);
    assertThat(stranger.get("/api/policies/all").status()).isEqualTo(404);
    assertThat(stranger.get("/api/prices").status()).isEqualTo(403);
  }

  @Test
  void seeingIsNotChanging() {
    String own = gateway.bean(Installation.class).organization();
    create("seen");
    AdminCalls reader =
        as(
            ACTORS.user(
                "reader", own, Grant.everywhere(own, Set.of(Permission.GATEWAY_PROVIDERS_VIEW))));

    assertThat(reader.get("/api/providers/seen").status()).isEqualTo(200);
    assertThat(reader.patch("/api/providers/seen", "{}").status()).isEqualTo(403);
    assertThat(reader.delete("/api/providers/seen").status()).isEqualTo(403);
  }

  @Test
  void whoMayChangeAProviderMayNotMakeOne() {
    String own = gateway.bean(Installation.class).organization();
    create("changed");
    AdminCalls changer =
        as(
            ACTORS.user(
                "changer",
                own,
                Grant.everywhere(
                    own,
                    Set.of(
                        Permission.GATEWAY_PROVIDERS_VIEW, Permission.GATEWAY_PROVIDERS_UPDATE))));

    assertThat(changer.patch("/api/providers/changed", "{\"models\": [\"m\"]}").status())
        .isEqualTo(200);
    assertThat(changer.delete("/api/providers/changed").status()).isEqualTo(403);
  }

  private static Set<Permission> all() {
    return BuiltInRole.ADMIN.permissions();
  }

  private static AdminCalls as(String bearer) {
    return new AdminCalls(gateway.adminUrl(), bearer);
  }

  private static void create(String name) {
    Reply made =
        admin.post("/api/providers", "{\"name\": \"%s\", \"type\": \"openai\"}".formatted(name));
    assertThat(made.status()).isEqualTo(201);
  }

  private static List<String> actions(String resource, String id) {
    return gateway
        .bean(JdbcClient.class)
        .sql("select action from audit_log where resource = ? and resource_id = ? order by number")
        .params(resource, id)
        .query(String.class)
        .list();
  }
}
