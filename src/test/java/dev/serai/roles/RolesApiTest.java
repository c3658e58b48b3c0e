package dev.serai.roles;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serai.access.BuiltInRole;
import dev.serai.access.Permission;
import dev.serai.testing.AdminCalls;
import dev.serai.testing.AdminCalls.Reply;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class RolesApiTest {
  private static Acme acme;
  private static AdminCalls admin;

  @BeforeAll
  static void start() {
    acme = new Acme();
    admin = acme.admin();
  }

  @AfterAll
  static void stop() {
    acme.close();
  }

  private static Reply create(String name, String... permissions) {
    return admin.post("/api/roles", body(name, permissions));
  }

  private static String body(String name, String... permissions) {
    return "{\"name\": \"" + name + "\", " + list(permissions) + "}";
  }

  private static String list(String... permissions) {
    return "\"permissions\": [\"" + String.join("\", \"", permissions) + "\"]";
  }

  private static void bind(String role, String kind, String place) {
    Reply bound =
        admin.post(
            "/api/role-bindings",
            "{\"subject\": {\"kind\": \"user\", \"id\": \"%s\"}, \"role\": \"%s\","
                    .formatted(acme.user("holder"), role)
                + " \"place\": {\"kind\": \"%s\", \"id\": \"%s\"}}".formatted(kind, place));
    assertThat(bound.status()).isEqualTo(201);
  }

  @Test
  void theCatalogueSaysWhatThereIsAndWhoHasIt() {
    Reply reply = acme.with("any", Permission.ORGANIZATION_VIEW).get("/api/permissions");

    assertThat(reply.body().at("/permissions")).hasSize(Permission.values().length);
    assertThat(reply.text("/permissions/0/permission")).isEqualTo("organization:view");
    assertThat(reply.text("/permissions/0/allows")).isNotEmpty();
    assertThat(reply.body().at("/permissions/0/roles")).hasSize(BuiltInRole.values().length);
  }

  @Test
  void builtInRolesComeFirstAndPagesMissNothing() {
    create("paged-1", "teams:view");
    create("paged-2", "teams:view");
    List<String> names = new ArrayList<>();
    String after = "";
    do {
      Reply page = admin.get("/api/roles?limit=2&after=" + after);
      page.body().at("/items").forEach(role -> names.add(role.at("/name").asText()));
      after = page.text("/next");
    } while (!after.isEmpty());

    assertThat(names)
        .startsWith(
            Arrays.stream(BuiltInRole.values()).map(BuiltInRole::text).toArray(String[]::new))
        .contains("paged-1", "paged-2")
        .doesNotHaveDuplicates();
  }

  @Test
  void aCreatedRoleIsReadBackAndInTheAuditLog() {
    Reply created = create("keys", "virtualKeys:create", "virtualKeys:view");
    String id = created.text("/id");

    assertThat(created.status()).isEqualTo(201);
    assertThat(admin.get("/api/roles/" + id).body()).isEqualTo(created.body());
    assertThat(created.body().at("/permissions").toString())
        .isEqualTo("[\"virtualKeys:view\",\"virtualKeys:create\"]");
    assertThat(acme.audited(id))
        .singleElement()
        .satisfies(row -> assertThat(row).containsEntry("action", "role.create"));
  }

  @Test
  void anUnknownPermissionIsNamedWithTheNearest() {
    Reply reply = create("typo", "teams:view", "virtualKey:view");

    assertThat(reply.status()).isEqualTo(422);
    assertThat(reply.text("/errors/0/field")).isEqualTo("permissions[1]");
    assertThat(reply.text("/detail")).contains("virtualKey:view", "virtualKeys:view");
  }

  @Test
  void aNameIsTakenOnce() {
    create("twice", "teams:view");

    assertThat(create("twice", "teams:view").code()).isEqualTo("name_taken");
    assertThat(create("admin", "teams:view").code()).isEqualTo("name_taken");
    assertThat(create(" ", "teams:view").status()).isEqualTo(422);
    assertThat(admin.post("/api/roles", "{\"name\": \"empty\"}").status()).isEqualTo(422);
    assertThat(admin.post("/api/roles", "{\"name\": \"hole\", \"permissions\": [null]}").status())
        .isEqualTo(422);
  }

  @Test
  void aCreateIsRepeatedWithTheSameAnswer() {
    String body = body("once", "teams:view");
    Reply first = admin.post("/api/roles", body, "Idempotency-Key", "r1");

    assertThat(admin.post("/api/roles", body, "Idempotency-Key", "r1").body())
        .isEqualTo(first.body());
  }

  @Test
  void anotherVersionIsNotOverwritten() {
    Reply created = create("versioned", "teams:view");
    String path = "/api/roles/" + created.text("/id");
    String version = admin.get(path).header("ETag");
    String patch = "{" + list("teams:view", "users:view") + "}";

    Reply changed = admin.patch(path, patch, "If-Match", version);
    Reply stale = admin.patch(path, patch, "If-Match", version);

    assertThat(changed.status()).isEqualTo(200);
    assertThat(changed.header("ETag")).isNotEqualTo(version);
    assertThat(stale.status()).isEqualTo(412);
    assertThat(admin.delete(path, "If-Match", version).status()).isEqualTo(412);
    assertThat(admin.delete(path, "If-Match", changed.header("ETag")).status()).isEqualTo(204);
    assertThat(admin.get(path).status()).isEqualTo(404);
  }

  @Test
  void aBoundRoleIsNotDeleted() {
    String id = create("bound", "teams:view").text("/id");
    bind("bound", "team", acme.team);

    assertThat(admin.delete("/api/roles/" + id).code()).isEqualTo("role_in_use");
  }

  @Test
  void builtInRolesStayAsTheyAre() {
    assertThat(admin.get("/api/roles/auditor").status()).isEqualTo(200);
    assertThat(admin.delete("/api/roles/auditor").code()).isEqualTo("built_in");
    assertThat(admin.patch("/api/roles/auditor", "{" + list("teams:view") + "}").code())
        .isEqualTo("built_in");
  }

  @Test
  void aRoleDoesNotGrowBeyondWhatItsChangerHoldsWhereItIsBound() {
    String id = create("growing", "teams:view").text("/id");
    bind("growing", "project", acme.project);
    AdminCalls limited = acme.with("limited", Permission.ROLES_MANAGE, Permission.TEAMS_VIEW);

    Reply grown = limited.patch("/api/roles/" + id, "{" + list("teams:view", "users:view") + "}");
    Reply same = limited.patch("/api/roles/" + id, "{" + list("teams:view") + "}");

    assertThat(grown.status()).isEqualTo(403);
    assertThat(grown.code()).isEqualTo("more_than_held");
    assertThat(grown.text("/detail")).contains("users:view").doesNotContain("teams:view");
    assertThat(same.status()).isEqualTo(200);
  }

  @Test
  void rolesAreMadeForTheWholeOrganizationOnly() {
    Reply reply = acme.teamAdmin().post("/api/roles", body("mine", "teams:view"));

    assertThat(reply.status()).isEqualTo(403);
    assertThat(acme.teamAdmin().get("/api/roles").status()).isEqualTo(200);
  }

  @Test
  void anotherOrganizationsRoleIsNotThere() {
    String id = create("ours", "teams:view").text("/id");
    AdminCalls stranger = acme.strangersAdmin();

    assertThat(stranger.get("/api/roles/" + id).status()).isEqualTo(404);
    assertThat(stranger.patch("/api/roles/" + id, "{" + list("teams:view") + "}").status())
        .isEqualTo(404);
    assertThat(stranger.delete("/api/roles/" + id).status()).isEqualTo(404);
    assertThat(stranger.get("/api/roles").raw().body()).doesNotContain("ours");
  }

  @Test
  void aRoleThatIsNotUnderstoodIsShownAsBroken() {
    acme.jdbc()
        .sql("insert into roles values ('bad', ?, 'bad', '[\"teams:fly\"]', 1)")
        .param(acme.id)
        .update();

    Reply role = admin.get("/api/roles/bad");

    assertThat(role.text("/broken")).contains("teams:fly");
    assertThat(role.body().at("/permissions")).isEmpty();
  }
}
