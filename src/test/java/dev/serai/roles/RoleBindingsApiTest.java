package dev.serai.roles;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serai.access.Permission;
import dev.serai.access.Place;
import dev.serai.testing.AdminCalls;
import dev.serai.testing.AdminCalls.Reply;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class RoleBindingsApiTest {
  private static final String PATH = "/api/role-bindings";
  private static Acme acme;
  private static AdminCalls admin;

  @BeforeAll
  static void start() {
    acme = new Acme("serai.admin.break-glass=false");
    admin = acme.admin();
  }

  @AfterAll
  static void stop() {
    acme.close();
  }

  private static String body(String user, String role, String kind, String place) {
    return """
        {"subject": {"kind": "user", "id": "%s"}, "role": "%s",
         "place": {"kind": "%s", "id": "%s"}}
        """
        .formatted(user, role, kind, place);
  }

  private static Reply bind(AdminCalls by, String user, String role, String kind, String place) {
    return by.post(PATH, body(acme.user(user), role, kind, place));
  }

  private static boolean may(String user, Permission permission, Place place) {
    return acme.gateway
        .bean(RoleGrants.class)
        .of(acme.id, acme.user(user), List.of(), List.of())
        .allows(permission, place);
  }

  @Test
  void aBindingHoldsAtOnceAndIsGoneAtOnce() {
    Place team = Place.team(acme.id, acme.team);

    Reply bound = bind(admin, "ann", "team-admin", "team", acme.team);
    assertThat(bound.status()).isEqualTo(201);
    assertThat(may("ann", Permission.VIRTUAL_KEYS_DELETE, team)).isTrue();
    assertThat(bound.text("/subject/name")).isEqualTo("ann");
    assertThat(bound.text("/place/name")).isEqualTo("sre");

    String path = PATH + "/" + bound.text("/id");
    assertThat(admin.get(path).body()).isEqualTo(bound.body());
    assertThat(admin.delete(path, "If-Match", "\"other\"").status()).isEqualTo(412);
    assertThat(admin.delete(path, "If-Match", admin.get(path).header("ETag")).status())
        .isEqualTo(204);
    assertThat(may("ann", Permission.VIRTUAL_KEYS_DELETE, team)).isFalse();
    assertThat(acme.audited(bound.text("/id")))
        .extracting(row -> row.get("action"))
        .startsWith("role-binding.create", "role-binding.delete");
  }

  @Test
  void withoutAPlaceItHoldsInTheWholeOrganization() {
    Reply bound =
        admin.post(
            PATH,
            "{\"subject\": {\"kind\": \"team\", \"id\": \"%s\"}, \"role\": \"viewer\"}"
                .formatted(acme.team));

    assertThat(bound.status()).isEqualTo(201);
    assertThat(bound.text("/place/kind")).isEqualTo("organization");
    assertThat(bound.text("/place/id")).isEqualTo(acme.id);
  }

  @Test
  void whatIsBoundAlreadyIsNotBoundAgain() {
    bind(admin, "bob", "viewer", "team", acme.team);

    assertThat(bind(admin, "bob", "viewer", "team", acme.team).code()).isEqualTo("bound_already");
  }

  @Test
  void whatIsNotThereIsNamed() {
    Reply role = bind(admin, "cat", "nothing", "team", acme.team);
    Reply place = bind(admin, "cat", "viewer", "team", "nowhere");
    Reply subject = admin.post(PATH, body("nobody", "viewer", "team", acme.team));
    Reply kind = bind(admin, "cat", "viewer", "planet", "earth");
    Reply foreign = bind(admin, "cat", "viewer", "organization", acme.other);

    assertThat(role.text("/errors/0/field")).isEqualTo("role");
    assertThat(place.text("/errors/0/field")).isEqualTo("place.id");
    assertThat(subject.text("/errors/0/field")).isEqualTo("subject.id");
    assertThat(kind.text("/errors/0/field")).isEqualTo("place.kind");
    assertThat(foreign.text("/errors/0/field")).isEqualTo("place.id");
    assertThat(admin.post(PATH, "{}").status()).isEqualTo(422);
  }

  @Test
  void aTeamAdminBindsWithinHisTeamAndNoMoreThanHeHas() {
    AdminCalls lead = acme.teamAdmin();

    assertThat(bind(lead, "dan", "member", "team", acme.team).status()).isEqualTo(201);
    assertThat(bind(lead, "dan", "team-admin", "project", acme.project).status()).isEqualTo(201);
    assertThat(bind(lead, "dan", "admin", "team", acme.team).code()).isEqualTo("more_than_held");
    assertThat(bind(lead, "dan", "auditor", "team", acme.team).code()).isEqualTo("more_than_held");
    assertThat(bind(lead, "dan", "member", "organization", acme.id).status()).isIn(403, 422);
    assertThat(lead.get(PATH).body().at("/items"))
        .isNotEmpty()
        .allSatisfy(
            binding -> assertThat(binding.at("/place/kind").asText()).isIn("team", "project"));
  }

  @Test
  void whatATeamAdminMayNotSeeIsNotThereForHim() {
    String id = bind(admin, "eve", "auditor", "organization", acme.id).text("/id");
    AdminCalls lead = acme.teamAdmin();

    assertThat(lead.get(PATH + "/" + id).status()).isEqualTo(404);
    assertThat(lead.delete(PATH + "/" + id).status()).isEqualTo(404);
    assertThat(may("eve", Permission.AUDIT_LOG_VIEW, Place.organization(acme.id))).isTrue();
  }

  @Test
  void toManageIsMoreThanAllThatItStandsFor() {
    AdminCalls limited =
        acme.with(
            "parts", Permission.ROLES_MANAGE, Permission.TEAMS_VIEW, Permission.PROJECTS_VIEW);
    admin.post("/api/roles", "{\"name\": \"teams\", \"permissions\": [\"teams:manage\"]}");

    assertThat(bind(limited, "fay", "teams", "organization", acme.id).text("/detail"))
        .contains("teams:manage");
  }

  @Test
  void theLastAdminStays() {
    String first = bind(admin, "gus", "admin", "organization", acme.id).text("/id");
    String second = bind(admin, "hal", "admin", "organization", acme.id).text("/id");

    assertThat(admin.delete(PATH + "/" + second).status()).isEqualTo(204);
    Reply refused = admin.delete(PATH + "/" + first);
    assertThat(refused.status()).isEqualTo(409);
    assertThat(refused.code()).isEqualTo("last_admin");

    acme.jdbc()
        .sql("update principals set realm_roles = '{serai-admin}' where name = 'hal'")
        .update();
    assertThat(admin.delete(PATH + "/" + first).status()).isEqualTo(204);
    acme.jdbc().sql("update principals set realm_roles = '{}' where name = 'hal'").update();
  }

  @Test
  void listsAreNarrowedAndPaged() {
    String ivy = acme.user("ivy");
    for (String role : List.of("viewer", "member", "auditor"))
      bind(admin, "ivy", role, "project", acme.project);

    Reply first = admin.get(PATH + "?subject=" + ivy + "&limit=2");
    Reply rest = admin.get(PATH + "?subject=" + ivy + "&limit=2&after=" + first.text("/next"));
    Reply viewers = admin.get(PATH + "?role=viewer&subject=" + ivy + "&place=" + acme.project);

    assertThat(first.body().at("/items")).hasSize(2);
    assertThat(rest.body().at("/items")).hasSize(1);
    assertThat(rest.text("/next")).isEmpty();
    assertThat(viewers.body().at("/items")).hasSize(1);
  }

  @Test
  void anotherOrganizationsBindingIsNotThere() {
    String id = bind(admin, "kai", "viewer", "team", acme.team).text("/id");

    assertThat(acme.strangersAdmin().get(PATH + "/" + id).status()).isEqualTo(404);
    assertThat(acme.strangersAdmin().delete(PATH + "/" + id).status()).isEqualTo(404);
    assertThat(acme.strangersAdmin().get(PATH).body().at("/items")).isEmpty();
  }
}
