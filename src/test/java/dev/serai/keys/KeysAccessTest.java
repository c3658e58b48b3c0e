package dev.serai.keys;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serai.access.Actor;
import dev.serai.access.BuiltInRole;
import dev.serai.access.Grant;
import dev.serai.access.Grants;
import dev.serai.access.Permission;
import dev.serai.access.Place;
import dev.serai.admin.Installation;
import dev.serai.tenants.Tenants;
import dev.serai.testing.AdminCalls;
import dev.serai.testing.AdminCalls.Reply;
import dev.serai.testing.AdminServer;
import dev.serai.testing.TestDatabase;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two projects, one of them in a team, and ann's own. */
class KeysAccessTest {
  @TempDir static Path secrets;
  private static TestDatabase database;
  private static AdminServer server;
  private static String organization;
  private static String team;
  private static String ofTeam;
  private static String ofNobody;
  private static String anns;

  @BeforeAll
  static void start() {
    database = TestDatabase.migrated();
    server = AdminServer.on(database, secrets);
    organization = server.bean(Installation.class).organization();
    Tenants tenants = server.bean(Tenants.class);
    team = tenants.team(organization, "core");
    String project = tenants.project(organization, "checkout").id();
    sql("update projects set team_id = ? where id = ?", team, project);
    sql(
        "insert into principals (id, organization_id, kind, name) values ('ann', ?, 'user', 'ann')",
        organization);
    sql(
        "insert into projects (id, organization_id, name, personal, owner_id)"
            + " values ('p-ann', ?, 'ann', true, 'ann')",
        organization);
    VirtualKeys keys = server.bean(VirtualKeys.class);
    ofTeam = keys.create(NewKey.named("of team", "checkout")).key().id();
    ofNobody = keys.create(NewKey.named("of nobody", "default")).key().id();
    anns = keys.create(NewKey.named("laptop", "ann")).key().id();
  }

  @AfterAll
  static void stop() {
    server.close();
    database.close();
  }

  private static void sql(String sql, Object... values) {
    database.jdbc().sql(sql).params(values).update();
  }

  /** A member of the team, and of nothing else. */
  private static AdminCalls member(String id) {
    return server.as(
        server
            .actors()
            .user(
                id,
                organization,
                new Grant(Place.Kind.TEAM, team, BuiltInRole.MEMBER.permissions())));
  }

  private static AdminCalls admin(String id) {
    return server.as(
        server
            .actors()
            .user(
                id, organization, Grant.everywhere(organization, BuiltInRole.ADMIN.permissions())));
  }

  private static AdminCalls manager(String id) {
    return server.as(server.actors().allowed(id, organization, Permission.VIRTUAL_KEYS_MANAGE));
  }

  private static List<String> ids(Reply page) {
    assertThat(page.status()).as(page.raw().body()).isEqualTo(200);
    return page.body().at("/items").findValuesAsText("id");
  }

  private static List<Map<String, Object>> rows(String actor) {
    return database
        .jdbc()
        .sql(
            """
            select action, resource_id, surface, before ->> 'status' as was,
              after ->> 'status' as is, details ->> 'count' as count,
              coalesce(before::text, '') || coalesce(after::text, '') || details as all
            from audit_log where actor_id = ? and outcome = 'done' order by number
            """)
        .param(actor)
        .query()
        .listOfRows();
  }

  @Test
  void aMemberSeesAndFindsTheKeysOfTheTeam() {
    AdminCalls member = member("mia");

    assertThat(ids(member.get("/api/keys"))).contains(ofTeam).doesNotContain(ofNobody, anns);
    assertThat(member.get("/api/keys/" + ofTeam).status()).isEqualTo(200);
    assertThat(member.get("/api/keys/" + ofNobody).code()).isEqualTo("not_found");
    assertThat(member.post("/api/keys/" + ofNobody + "/rotate", "").status()).isEqualTo(404);
  }

  @Test
  void whatMayBeSeenButNotDoneIsForbiddenAndNamesThePermission() {
    AdminCalls viewer =
        server.as(
            server
                .actors()
                .user(
                    "vic",
                    organization,
                    new Grant(Place.Kind.TEAM, team, Set.of(Permission.VIRTUAL_KEYS_VIEW)),
                    new Grant(
                        Place.Kind.PROJECT, "elsewhere", Set.of(Permission.VIRTUAL_KEYS_MANAGE))));

    Reply refused = viewer.post("/api/keys/" + ofTeam + "/revoke", "");

    assertThat(refused.status()).isEqualTo(403);
    assertThat(refused.code()).isEqualTo("forbidden");
    assertThat(refused.text("/detail")).contains("virtualKeys:delete");
    assertThat(viewer.get("/api/keys/" + ofTeam).text("/status")).isEqualTo("active");
  }

  @Test
  void keysAreMadeWhereTheActorMayAndNowhereElse() {
    AdminCalls member = member("max");

    Reply made = member.post("/api/keys", "{\"name\": \"max\", \"project\": \"checkout\"}");
    Reply elsewhere = member.post("/api/keys", "{\"name\": \"max\", \"project\": \"default\"}");
    Reply personal = manager("maja").post("/api/keys", "{\"name\": \"max\", \"project\": \"ann\"}");

    assertThat(made.status()).isEqualTo(201);
    assertThat(elsewhere.text("/errors/0/field")).isEqualTo("project");
    assertThat(elsewhere.text("/errors/0/expected")).isEqualTo("one of checkout");
    assertThat(personal.text("/errors/0/expected")).isEqualTo("one of checkout, default");
    Reply seen =
        server
            .as(
                server
                    .actors()
                    .user(
                        "mo",
                        organization,
                        new Grant(Place.Kind.TEAM, team, Set.of(Permission.VIRTUAL_KEYS_CREATE)),
                        Grant.everywhere(organization, Set.of(Permission.VIRTUAL_KEYS_VIEW))))
            .post("/api/keys", "{\"name\": \"max\", \"project\": \"default\"}");
    assertThat(seen.status()).isEqualTo(403);
  }

  @Test
  void nobodyMakesKeysInTheNameOfAServiceAccountOfOthers() {
    String body = "{\"name\": \"%s\", \"project\": \"%s\", \"principal\": \"%s\"}";
    AdminCalls member = member("mona");
    manager("mark").post("/api/keys", body.formatted("deploy", "default", "deployer"));
    manager("mark").post("/api/keys", body.formatted("build", "checkout", "builder"));

    Reply refused = member.post("/api/keys", body.formatted("mine", "checkout", "deployer"));
    Reply own = member.post("/api/keys", body.formatted("mine", "checkout", "builder"));

    assertThat(refused.status()).isEqualTo(403);
    assertThat(refused.text("/detail"))
        .startsWith("The service account deployer has keys in projects where you may make none")
        .contains("users:manage");
    assertThat(own.status()).as(own.raw().body()).isEqualTo(201);
    Reply allowed =
        server
            .as(
                server
                    .actors()
                    .user(
                        "moritz",
                        organization,
                        new Grant(Place.Kind.TEAM, team, BuiltInRole.MEMBER.permissions()),
                        Grant.everywhere(organization, Set.of(Permission.USERS_MANAGE))))
            .post("/api/keys", body.formatted("his", "checkout", "deployer"));
    assertThat(allowed.status()).as(allowed.raw().body()).isEqualTo(201);
  }

  @Test
  void aServiceAccountThatComesWithItsKeyIsInTheAuditLog() {
    AdminCalls manager = manager("mina");

    manager.post("/api/keys", "{\"name\": \"one\", \"principal\": \"newcomer\"}");
    manager.post("/api/keys", "{\"name\": \"two\", \"principal\": \"newcomer\"}");

    assertThat(rows("mina"))
        .extracting(row -> row.get("action"))
        .containsExactly("service-account.create", "key.create", "key.create");
    assertThat(rows("mina").getFirst().get("all").toString()).contains("newcomer");
  }

  @Test
  void otherPeoplesPersonalKeysAreNotThereWithoutThePermission() {
    AdminCalls manager = manager("mel");

    assertThat(ids(manager.get("/api/keys"))).contains(ofTeam, ofNobody).doesNotContain(anns);
    assertThat(manager.get("/api/keys/" + anns).status()).isEqualTo(404);
    assertThat(manager.post("/api/keys/" + anns + "/revoke", "").status()).isEqualTo(404);
    assertThat(rows("mel")).isEmpty();
  }

  @Test
  void whoSeesOtherPeoplesPersonalKeysLeavesOneRowForEachPage() {
    AdminCalls admin = admin("adam");

    Reply page = admin.get("/api/keys?personal=true&principal=laptop");
    admin.get("/api/keys?personal=false");
    admin.get("/api/keys/" + anns);

    assertThat(ids(page)).containsExactly(anns);
    assertThat(page.body().at("/items/0/personal").asBoolean()).isTrue();
    assertThat(rows("adam"))
        .extracting(
            row -> row.get("action") + " " + row.get("resource_id") + " " + row.get("count"))
        .containsExactly("key.view-other-personal  1", "key.view-other-personal " + anns + " 1");
  }

  @Test
  void onesOwnPersonalKeyIsSeenRotatedAndRevokedButNotGivenAnotherPolicy() {
    String id = server.bean(VirtualKeys.class).create(NewKey.named("old laptop", "ann")).key().id();
    AdminCalls ann = member("ann");
    String path = "/api/keys/" + id;

    assertThat(ids(ann.get("/api/keys"))).contains(id, anns);
    assertThat(ann.get(path).status()).isEqualTo(200);
    assertThat(ann.patch(path, "{\"policy\": \"\"}").status()).isEqualTo(403);
    assertThat(ann.post(path + "/rotate", "").status()).isEqualTo(200);
    assertThat(rows("ann")).extracting(row -> row.get("action")).containsExactly("key.rotate");
  }

  @Test
  void everyChangeLeavesItsRowWithBeforeAndAfterAndNoSecret() {
    AdminCalls admin = manager("mara");
    Reply made = admin.post("/api/keys", "{\"name\": \"told\"}");
    String path = "/api/keys/" + made.text("/key/id");

    admin.patch(path, "{\"requestsPerMinute\": 5}");
    admin.post(path + "/disable", "");
    admin.post(path + "/disable", "");
    admin.post(path + "/enable", "");
    String rotated = admin.post(path + "/rotate", "").text("/secret");
    admin.post(path + "/revoke", "");

    assertThat(rows("mara"))
        .extracting(row -> row.get("action") + " " + row.get("was") + " " + row.get("is"))
        .containsExactly(
            "service-account.create null null",
            "key.create null active",
            "key.update active active",
            "key.disable active disabled",
            "key.enable disabled active",
            "key.rotate active active",
            "key.revoke active revoked");
    assertThat(rows("mara"))
        .filteredOn(row -> row.get("action").toString().startsWith("key."))
        .allSatisfy(row -> assertThat(row.get("resource_id")).isEqualTo(made.text("/key/id")))
        .allSatisfy(row -> assertThat(row.get("surface")).isEqualTo("api"))
        .noneMatch(row -> row.get("all").toString().contains(made.text("/secret").substring(13)))
        .noneMatch(row -> row.get("all").toString().contains(rotated.substring(13)));
  }

  @Test
  void aChangeOfWhatWasChangedMeanwhileIsRefused() {
    AdminCalls admin = manager("milo");
    String path =
        "/api/keys/" + admin.post("/api/keys", "{\"name\": \"versions\"}").text("/key/id");
    Reply read = admin.get(path);
    String version = read.header("ETag");

    Reply changed = admin.patch(path, "{\"requestsPerMinute\": 5}", "If-Match", version);
    Reply late = admin.patch(path, "{\"requestsPerMinute\": 9}", "If-Match", version);

    assertThat(version).matches("\"[\\w-]{22}\"");
    assertThat(changed.status()).isEqualTo(200);
    assertThat(changed.header("ETag"))
        .isEqualTo(admin.get(path).header("ETag"))
        .isNotEqualTo(version);
    assertThat(late.status()).isEqualTo(412);
    assertThat(late.code()).isEqualTo("changed_meanwhile");
    assertThat(admin.post(path + "/disable", "", "If-Match", version).status()).isEqualTo(412);
    assertThat(admin.post(path + "/revoke", "", "If-Match", version).status()).isEqualTo(412);
    assertThat(admin.get(path).text("/status")).isEqualTo("active");
    assertThat(admin.post(path + "/disable", "", "If-Match", "*").status()).isEqualTo(200);
  }

  @Test
  void whoKnowsTheVersionIsNotToldAgain() {
    AdminCalls admin = manager("mina");
    String path = "/api/keys/" + ofNobody;
    String version = admin.get(path).header("ETag");

    Reply known = admin.send("GET", path, "", "If-None-Match", "\"x\", W/" + version);

    assertThat(known.status()).isEqualTo(304);
    assertThat(known.raw().body()).isEmpty();
    assertThat(known.header("ETag")).isEqualTo(version);
    assertThat(admin.send("GET", path, "", "If-None-Match", "\"x\"").status()).isEqualTo(200);
  }

  @Test
  void theEndOfAnOldSecretIsNoNewVersion() {
    AdminCalls admin = manager("mona");
    String path = "/api/keys/" + admin.post("/api/keys", "{\"name\": \"grace\"}").text("/key/id");
    admin.post(path + "/rotate", "");
    Reply during = admin.get(path);

    sql("update old_secrets set valid_until = now() - interval '1 s'");

    assertThat(during.body().at("/previousSecretUntil").isTextual()).isTrue();
    assertThat(admin.get(path).body().at("/previousSecretUntil").isNull()).isTrue();
    assertThat(admin.get(path).header("ETag")).isEqualTo(during.header("ETag"));
  }

  @Test
  void findsKeysByProjectPrincipalAndWhetherTheyArePersonal() {
    AdminCalls admin = admin("ada");
    String projectId = admin.get("/api/keys/" + ofTeam).text("/projectId");

    assertThat(ids(admin.get("/api/keys?project=" + projectId))).contains(ofTeam);
    assertThat(ids(admin.get("/api/keys?principal=laptop"))).containsExactly(anns);
    assertThat(ids(admin.get("/api/keys?personal=false"))).doesNotContain(anns);
    assertThat(admin.get("/api/keys?personal=maybe").text("/errors/0/field")).isEqualTo("personal");
  }

  @Test
  void anotherOrganizationSeesNothingOfIt() {
    sql("insert into organizations (id, name) values ('o2', 'elsewhere')");
    AdminCalls stranger =
        server.as(
            server
                .actors()
                .user("sue", "o2", Grant.everywhere("o2", BuiltInRole.ADMIN.permissions())));

    assertThat(ids(stranger.get("/api/keys"))).isEmpty();
    for (String action : List.of("disable", "enable", "revoke", "rotate"))
      assertThat(stranger.post("/api/keys/" + ofTeam + "/" + action, "").status()).isEqualTo(404);
    assertThat(stranger.get("/api/keys/" + ofTeam).status()).isEqualTo(404);
    assertThat(stranger.patch("/api/keys/" + ofTeam, "{}").status()).isEqualTo(404);
    assertThat(stranger.post("/api/keys", "{\"name\": \"x\"}").text("/errors/0/field"))
        .isEqualTo("project");
  }

  @Test
  void anAnswerIsGivenAgainToWhoMayStillDoTheSameAndToNobodyElse() {
    String body = "{\"name\": \"once\"}";
    String[] once = {"Idempotency-Key", "shared"};
    Reply first = manager("moe").post("/api/keys", body, once);
    Reply again = manager("moe").post("/api/keys", body, once);
    Reply other = manager("may").post("/api/keys", body, once);
    server
        .actors()
        .add(
            new Actor(
                Actor.Kind.USER,
                "moe",
                "moe",
                "",
                new Grants(
                    organization,
                    List.of(
                        new Grant(
                            Place.Kind.TEAM, team, Set.of(Permission.VIRTUAL_KEYS_CREATE))))));
    Reply less = server.as("test-user-moe").post("/api/keys", body, once);

    assertThat(first.status()).isEqualTo(201);
    assertThat(again.raw().body()).isEqualTo(first.raw().body());
    assertThat(other.code()).isEqualTo("name_taken");
    assertThat(less.status()).isEqualTo(403);
    assertThat(less.raw().body()).doesNotContain(first.text("/secret"));
  }
}
