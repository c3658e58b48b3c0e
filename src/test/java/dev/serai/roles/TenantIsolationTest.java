package dev.serai.roles;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serai.access.BuiltInRole;
import dev.serai.access.Grant;
import dev.serai.admin.ActorSource;
import dev.serai.tenants.SignedUser;
import dev.serai.tenants.Tenants;
import dev.serai.tenants.User;
import dev.serai.tenants.Users;
import dev.serai.testing.AdminCalls;
import dev.serai.testing.AdminCalls.Reply;
import dev.serai.testing.ApiDocument;
import dev.serai.testing.ApiDocument.Operation;
import dev.serai.testing.GatewayUnderTest;
import dev.serai.testing.TestActors;
import dev.serai.usage.JournalDrain;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Two organizations. An admin of the one calls every endpoint there is with the ids of the other: a
 * new endpoint is in the test by itself, and fails it until {@link #IDS} knows an id for it.
 */
class TenantIsolationTest {
  private static final String YAML =
      """
      providers:
        - name: canary-provider
          type: openai-compatible
          base-url: http://127.0.0.1:9
          models: [canary-model]
          credentials:
            - name: canary-credential
              secret: canary-secret
      policies:
        - name: canary-policy
          default: true
          providers: [canary-provider]
      """;

  /** By the path up to the id: one thing of the first organization. */
  private static final Map<String, String> IDS = new TreeMap<>();

  static {
    IDS.put("/api/api-keys", "select id from api_keys");
    IDS.put("/api/keys", "select id from virtual_keys where name = 'canary-key'");
    IDS.put("/api/limit-requests", "select id from limit_requests");
    IDS.put("/api/limits", "select id from limits");
    IDS.put("/api/me/keys", "select id from virtual_keys where device = 'canary-laptop'");
    IDS.put("/api/me/sessions", "select id from sessions");
    IDS.put("/api/organizations", "select id from organizations where name = 'default'");
    IDS.put("/api/policies", "select name from routing_policies where name = 'canary-policy'");
    IDS.put("/api/projects", "select id from projects where name = 'canary-project'");
    IDS.put("/api/providers", "select name from providers where name = 'canary-provider'");
    IDS.put("/api/providers/{provider}/credentials", "select name from credentials");
    IDS.put("/api/role-bindings", "select id from role_bindings");
    IDS.put("/api/roles", "select id from roles");
    IDS.put("/api/service-accounts", "select id from principals where name = 'canary-service'");
    IDS.put("/api/sessions", "select id from sessions");
    IDS.put("/api/teams", "select id from teams where name = 'canary-team'");
    IDS.put("/api/users/{id}/devices", "select 'canary-laptop'");
    IDS.put("/api/users", "select id from principals where name = 'canary-user'");
  }

  /** Names and numbers that everybody has, each their own. */
  private static final Set<String> SHARED =
      Set.of("/api/audit", "/api/feature-flags", "/api/me/devices");

  /** Where {@code {}} is refused for what it lacks, before anything is looked for. */
  private static final Map<String, String> BODIES =
      Map.of("updateRole", "{\"permissions\": [\"teams:view\"]}");

  private static final TestActors ACTORS = new TestActors();
  private static GatewayUnderTest gateway;
  private static List<Operation> operations;
  private static AdminCalls ours;
  private static AdminCalls stranger;
  private static User strangersUser;

  @BeforeAll
  static void start() {
    gateway =
        GatewayUnderTest.with(YAML)
            .bean(ActorSource.class, ACTORS)
            .property("serai.admin.requests-per-minute", 0)
            .start();
    operations = ApiDocument.of(gateway);
    User user = signed("canary-user", "", List.of("/canary-team"));
    gateway.bean(Tenants.class).organization("Other");
    strangersUser = signed("stranger", "Other", List.of());
    ours = adminAs(user);
    stranger = adminAs(strangersUser);
    fill(user);
  }

  @AfterAll
  static void stop() {
    gateway.close();
  }

  private static User signed(String name, String organization, List<String> groups) {
    return gateway
        .bean(Users.class)
        .signed(
            new SignedUser(
                "subject-" + name, name, "", organization, groups, Set.of(), Instant.now()));
  }

  private static AdminCalls adminAs(User user) {
    String organization = user.organizationId();
    gateway
        .bean(JdbcClient.class)
        .sql("insert into sign_ins (sid, principal_id) values (?, ?)")
        .params("sid-" + user.id(), user.id())
        .update();
    Grant all = Grant.everywhere(organization, BuiltInRole.ADMIN.permissions());
    return new AdminCalls(gateway.adminUrl(), ACTORS.user(user.id(), organization, all));
  }

  /** One thing of each kind in the first organization. */
  private static void fill(User user) {
    Tenants tenants = gateway.bean(Tenants.class);
    tenants.project(user.organizationId(), "canary-project");
    tenants.principal(user.organizationId(), Tenants.Principal.Kind.SERVICE, "canary-service");
    use(made("/api/keys", "{\"name\": \"canary-key\", \"project\": \"canary-project\"}"));
    made("/api/me/keys", "{\"device\": \"canary-laptop\"}");
    made("/api/sessions", "{\"tool\": \"canary-tool\", \"device\": \"canary-laptop\"}");
    made("/api/api-keys", "{\"name\": \"canary-bot\", \"permissions\": [\"teams:view\"]}");
    made("/api/roles", "{\"name\": \"canary-role\", \"permissions\": [\"teams:view\"]}");
    made(
        "/api/role-bindings",
        "{\"subject\": {\"kind\": \"user\", \"id\": \"%s\"}, \"role\": \"canary-role\"}"
            .formatted(user.id()));
    String limit =
        made(
                "/api/limits",
                """
                {"scope": "project", "target": "canary-project", "measure": "usd",
                 "window": "month", "cap": 1}
                """)
            .text("/id");
    gateway
        .bean(JdbcClient.class)
        .sql(
            """
            insert into limit_requests (id, limit_id, principal_id, key_id, cap, reason, created_at)
            select 'canary-request', ?, principal_id, id, 1, 'canary', now()
            from virtual_keys where name = 'canary-key'
            """)
        .param(limit)
        .update();
  }

  /** A call whose provider is not there is in the records, too. */
  private static void use(Reply key) {
    new AdminCalls(gateway.url(), key.text("/secret"))
        .post(
            "/v1/chat/completions",
            "{\"model\": \"canary-model\", \"messages\": [{\"role\": \"user\", \"content\": \"hi\"}]}");
    String records = "";
    for (int i = 0; i < 500 && !records.contains("canary"); i++) {
      assertThat(gateway.bean(JournalDrain.class).awaitDrained(Duration.ofSeconds(20))).isTrue();
      records = ours.get("/api/usage/records").raw().body();
    }
    assertThat(records).contains("canary-model");
  }

  private static Reply made(String path, String body) {
    Reply reply = ours.post(path, body);
    assertThat(reply.status()).as(path + " " + reply.raw().body()).isEqualTo(201);
    return reply;
  }

  private static String idIn(String collection) {
    String query = IDS.get(collection);
    assertThat(query).as("no id is known here for " + collection).isNotNull();
    return gateway
        .bean(JdbcClient.class)
        .sql("select * from (" + query + " limit 1) as found")
        .query(String.class)
        .optional()
        .orElseThrow(() -> new AssertionError("nothing was made for " + collection));
  }

  private static String named(Operation operation) {
    return operation.collections().stream()
        .map(TenantIsolationTest::idIn)
        .collect(Collectors.joining("/"));
  }

  private static Reply call(AdminCalls caller, Operation operation) {
    String body = operation.body() ? BODIES.getOrDefault(operation.id(), "{}") : "";
    return caller.send(operation.method(), operation.pathTo(TenantIsolationTest::idIn), body);
  }

  private static List<Operation> ofOneThing() {
    return operations.stream()
        .filter(Operation::ofOneThing)
        .filter(operation -> !SHARED.contains(operation.collections().getFirst()))
        .toList();
  }

  private static List<String> deniedIds(Operation operation) {
    return gateway
        .bean(JdbcClient.class)
        .sql(
            """
            select resource_id from audit_log
            where organization_id = ? and actor_id = ? and outcome = 'refused'
              and details ->> 'endpoint' = ?
            """)
        .params(strangersUser.organizationId(), strangersUser.id(), operation.toString())
        .query(String.class)
        .list();
  }

  @Test
  void theIdsOfAnotherOrganizationAreNotThereAndWhoTriedIsWrittenDown() {
    List<String> wrong = new ArrayList<>();
    for (Operation operation : ofOneThing()) {
      Reply reply = call(stranger, operation);
      if (reply.status() != 404) wrong.add(operation + " answers " + reply.raw().body());
      else if (!deniedIds(operation).contains(named(operation)))
        wrong.add(operation + " is not in the log");
    }

    assertThat(wrong).isEmpty();
  }

  /** So that the 404 above is not one that everybody gets. */
  @Test
  void theSameIdsAreThereForTheirOwnAdmin() {
    for (Operation operation : ofOneThing())
      if (operation.method().equals("GET"))
        assertThat(call(ours, operation).status()).as(operation.toString()).isEqualTo(200);
  }

  @Test
  void noListTellsOfAnotherOrganization() {
    List<Operation> ofOneThing = ofOneThing();
    for (Operation operation : operations)
      if (operation.method().equals("GET") && !ofOneThing.contains(operation))
        assertThat(stranger.get(operation.pathTo(_ -> "1")).raw().body())
            .as(operation.toString())
            .doesNotContain("canary");
  }
}
