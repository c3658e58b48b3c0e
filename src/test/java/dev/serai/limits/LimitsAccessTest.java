package dev.serai.limits;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serai.access.BuiltInRole;
import dev.serai.access.Grant;
import dev.serai.access.Permission;
import dev.serai.access.Place;
import dev.serai.admin.ActorSource;
import dev.serai.admin.Installation;
import dev.serai.tenants.Tenants;
import dev.serai.testing.AdminCalls;
import dev.serai.testing.AdminCalls.Reply;
import dev.serai.testing.GatewayUnderTest;
import dev.serai.testing.TestActors;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A team with a project, another project, and limits on all of them. */
class LimitsAccessTest {
  private static final TestActors ACTORS = new TestActors();
  private static GatewayUnderTest gateway;
  private static String organization;
  private static String team;

  @BeforeAll
  static void start() {
    gateway =
        GatewayUnderTest.with(
                """
                providers: [ { name: echo, type: echo } ]
                projects: [ { name: checkout, team: core }, { name: search } ]
                keys: [ { name: ci, project: checkout }, { name: other, project: search } ]
                """)
            .bean(ActorSource.class, ACTORS)
            .start();
    organization = gateway.bean(Installation.class).organization();
    team = gateway.bean(Tenants.class).findTeam(organization, "core").orElseThrow();
  }

  @AfterAll
  static void stop() {
    gateway.close();
  }

  private static AdminCalls as(String bearer) {
    return new AdminCalls(gateway.adminUrl(), bearer);
  }

  private static AdminCalls admin(String id) {
    return as(
        ACTORS.user(
            id, organization, Grant.everywhere(organization, BuiltInRole.ADMIN.permissions())));
  }

  private static AdminCalls ofTeam(String id, Permission... permissions) {
    return as(ACTORS.user(id, organization, new Grant(Place.Kind.TEAM, team, Set.of(permissions))));
  }

  private static String body(String scope, String target) {
    return """
        {"scope": "%s", "target": "%s", "measure": "requests", "window": "total", "cap": 5,
         "allowUnreachable": true}
        """
        .formatted(scope, target);
  }

  private static String made(String scope, String target) {
    Reply made = admin("maker").post("/api/limits", body(scope, target));
    assertThat(made.status()).as(made.raw().body()).isEqualTo(201);
    return made.text("/id");
  }

  private static List<Map<String, Object>> rows(String actor) {
    return gateway
        .bean(JdbcClient.class)
        .sql(
            """
            select action, resource_id, before ->> 'cap' as was, after ->> 'cap' as is,
              before ->> 'status' as before, after ->> 'status' as after
            from audit_log where actor_id = ? and outcome = 'done' order by number
            """)
        .param(actor)
        .query()
        .listOfRows();
  }

  @ParameterizedTest
  @CsvSource({
    "team, core, true",
    "group-member, TEAM, true",
    "project, checkout, true",
    "key, checkout/ci, true",
    "end-user, key:checkout/ci, true",
    "end-user, project:checkout, true",
    "project, search, false",
    "key, search/other, false",
    "user, ci, false",
    "session, unknown, false",
    "organization, '', false"
  })
  void aLimitIsWhereTheThingIsThatItIsAbout(String scope, String target, boolean within) {
    String id = made(scope, target.equals("TEAM") ? team : target);
    AdminCalls member = ofTeam("tess", Permission.GATEWAY_BUDGETS_MANAGE);

    List<String> listed = member.get("/api/limits?limit=500").body().findValuesAsText("id");
    Reply read = member.get("/api/limits/" + id);
    Reply changed = member.patch("/api/limits/" + id, "{\"cap\": 6}");

    assertThat(listed.contains(id)).isEqualTo(within);
    assertThat(read.status()).isEqualTo(within ? 200 : 404);
    assertThat(changed.status()).isEqualTo(within ? 200 : 404);
  }

  @Test
  void aLimitOfASessionIsWhereTheSessionIs() {
    JdbcClient jdbc = gateway.bean(JdbcClient.class);
    jdbc.sql(
            """
            insert into sessions (id, organization_id, project_id, principal_id, sid, tool, device,
              started_at, expires_at, revision)
            select 'ses-1', p.organization_id, p.id, n.id, 'sid', 'codex', 'laptop', now(), now(), 1
            from projects p, principals n where p.name = 'checkout' limit 1
            """)
        .update();

    String id = made("session", "ses-1");

    assertThat(ofTeam("theo", Permission.GATEWAY_BUDGETS_VIEW).get("/api/limits/" + id).status())
        .isEqualTo(200);
  }

  @Test
  void limitsAreMadeWhereTheActorMayAndOthersAreNotEvenNamed() {
    AdminCalls manager = ofTeam("tom", Permission.GATEWAY_BUDGETS_MANAGE);
    AdminCalls viewer =
        as(
            ACTORS.user(
                "toni",
                organization,
                new Grant(Place.Kind.TEAM, team, Set.of(Permission.GATEWAY_BUDGETS_CREATE)),
                Grant.everywhere(organization, Set.of(Permission.GATEWAY_BUDGETS_VIEW))));

    assertThat(manager.post("/api/limits", body("key", "checkout/ci")).status()).isEqualTo(201);
    assertThat(manager.post("/api/limits", body("organization", "")).status()).isEqualTo(403);
    assertThat(manager.post("/api/limits", body("key", "search/other")).status()).isEqualTo(403);
    Reply unknown =
        manager.post(
            "/api/limits",
            body("project", "search").replace("\"allowUnreachable\": true", "\"paused\": true"));
    assertThat(unknown.text("/errors/0/expected")).startsWith("there are: checkout, or allow");
    assertThat(viewer.post("/api/limits", body("project", "search")).code()).isEqualTo("forbidden");
    assertThat(manager.get("/api/limits/explain?key=search/other").status()).isEqualTo(404);
    assertThat(manager.get("/api/limits/explain?key=checkout/ci").status()).isEqualTo(200);
  }

  @Test
  void whatMayBeSeenButNotDoneIsForbidden() {
    String path = "/api/limits/" + made("project", "checkout");
    AdminCalls viewer =
        as(
            ACTORS.user(
                "vera",
                organization,
                new Grant(Place.Kind.TEAM, team, Set.of(Permission.GATEWAY_BUDGETS_VIEW)),
                new Grant(
                    Place.Kind.PROJECT, "elsewhere", Set.of(Permission.GATEWAY_BUDGETS_MANAGE))));

    assertThat(viewer.patch(path, "{\"cap\": 9}").text("/detail"))
        .contains("gatewayBudgets:update");
    assertThat(viewer.post(path + "/reset", "").status()).isEqualTo(403);
    assertThat(viewer.delete(path).status()).isEqualTo(403);
    assertThat(viewer.get(path).text("/cap")).isEqualTo("5");
  }

  @Test
  void everyChangeLeavesItsRow() {
    AdminCalls admin = admin("mara");
    Reply made = admin.post("/api/limits", body("project", "checkout"));
    String path = "/api/limits/" + made.text("/id");

    admin.patch(path, "{\"cap\": 9}");
    admin.patch(path, "{\"paused\": true}");
    admin.post(path + "/reset", "");
    admin.delete(path);

    assertThat(rows("mara"))
        .extracting(row -> row.get("action") + " " + row.get("was") + " " + row.get("is"))
        .containsExactly(
            "limit.create null 5",
            "limit.update 5 9",
            "limit.update 9 9",
            "limit.reset 9 9",
            "limit.delete 9 null");
    assertThat(rows("mara"))
        .allSatisfy(row -> assertThat(row.get("resource_id")).isEqualTo(made.text("/id")));
  }

  @Test
  void aChangeOfWhatWasChangedMeanwhileIsRefusedAndUseIsNoChange() {
    AdminCalls admin = admin("milo");
    String path = "/api/limits/" + made("project", "search");
    String version = admin.get(path).header("ETag");

    Reply changed = admin.patch(path, "{\"cap\": 9}", "If-Match", version);
    Reply late = admin.delete(path, "If-Match", version);

    assertThat(changed.status()).isEqualTo(200);
    assertThat(changed.header("ETag")).isEqualTo(admin.get(path).header("ETag"));
    assertThat(late.code()).isEqualTo("changed_meanwhile");
    assertThat(admin.post(path + "/reset", "", "If-Match", version).status()).isEqualTo(412);
    String id = path.substring("/api/limits/".length());
    StoredLimit stored = gateway.bean(ManagedLimits.class).get(id);
    LimitView unused = LimitView.of(stored, null);
    assertThat(dev.serai.admin.Etags.of(unused)).isEqualTo(changed.header("ETag"));
    assertThat(changed.body().at("/standing/left").asText()).isEqualTo("9");
    assertThat(admin.delete(path, "If-Match", changed.header("ETag")).status()).isEqualTo(204);
  }

  @Test
  void requestsForMoreAreSeenWithTheLimitAndAnsweredByWhoMayChangeIt() {
    String mine = asked("checkout/ci");
    String others = asked("search/other");
    AdminCalls viewer = ofTeam("vic", Permission.GATEWAY_BUDGETS_VIEW);
    AdminCalls manager = ofTeam("mel", Permission.GATEWAY_BUDGETS_MANAGE);

    List<String> listed = viewer.get("/api/limit-requests?limit=500").body().findValuesAsText("id");

    assertThat(listed).contains(mine).doesNotContain(others);
    assertThat(viewer.get("/api/limit-requests/" + others).status()).isEqualTo(404);
    assertThat(manager.post("/api/limit-requests/" + others + "/approve", "").status())
        .isEqualTo(404);
    assertThat(manager.post("/api/limit-requests/" + others + "/deny", "").status()).isEqualTo(404);
    assertThat(manager.post("/api/limit-requests/" + mine + "/approve", "").text("/status"))
        .isEqualTo("approved");
    String second = asked("checkout/ci");
    manager.post("/api/limit-requests/" + second + "/deny", "");
    assertThat(rows("mel"))
        .extracting(row -> row.get("action") + " " + row.get("before") + " " + row.get("after"))
        .containsExactly(
            "limit.update null null",
            "limit-request.approve open approved",
            "limit-request.deny open denied");
  }

  @Test
  void whoMayOnlySeeRequestsDoesNotAnswerThem() {
    String mine = asked("checkout/ci");
    AdminCalls viewer =
        as(
            ACTORS.user(
                "vlad",
                organization,
                new Grant(Place.Kind.TEAM, team, Set.of(Permission.GATEWAY_BUDGETS_VIEW)),
                new Grant(
                    Place.Kind.PROJECT, "elsewhere", Set.of(Permission.GATEWAY_BUDGETS_MANAGE))));

    assertThat(viewer.post("/api/limit-requests/" + mine + "/deny", "").status()).isEqualTo(403);
    assertThat(viewer.post("/api/limit-requests/" + mine + "/approve", "").status()).isEqualTo(403);
    assertThat(viewer.get("/api/limit-requests/" + mine).text("/status")).isEqualTo("open");
  }

  @Test
  void anotherOrganizationSeesNothingOfIt() {
    gateway
        .bean(JdbcClient.class)
        .sql("insert into organizations (id, name) values ('o2', 'elsewhere')")
        .update();
    String id = made("project", "checkout");
    String request = asked("checkout/ci");
    AdminCalls stranger =
        as(ACTORS.user("sue", "o2", Grant.everywhere("o2", BuiltInRole.ADMIN.permissions())));

    assertThat(stranger.get("/api/limits").body().at("/items")).isEmpty();
    assertThat(stranger.get("/api/limit-requests").body().at("/items")).isEmpty();
    assertThat(stranger.get("/api/limits/" + id).status()).isEqualTo(404);
    assertThat(stranger.get("/api/limits/" + id + "/members").status()).isEqualTo(404);
    assertThat(stranger.patch("/api/limits/" + id, "{\"cap\": 9}").status()).isEqualTo(404);
    assertThat(stranger.post("/api/limits/" + id + "/reset", "").status()).isEqualTo(404);
    assertThat(stranger.delete("/api/limits/" + id).status()).isEqualTo(404);
    assertThat(stranger.get("/api/limit-requests/" + request).status()).isEqualTo(404);
    assertThat(stranger.post("/api/limit-requests/" + request + "/deny", "").status())
        .isEqualTo(404);
    assertThat(stranger.get("/api/limits/explain?key=checkout/ci").status()).isEqualTo(404);
  }

  /** Id of a request for more of a limit on that key. */
  private static String asked(String key) {
    String id = made("key", key);
    var caller = gateway.bean(Targets.class).caller(key).orElseThrow().caller();
    return gateway.bean(LimitRequests.class).ask(id, caller, new BigDecimal(9), "more").id();
  }
}
