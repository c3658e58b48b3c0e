package dev.serai.tenants;

import static dev.serai.tenants.TenantsOnline.everywhere;
import static dev.serai.tenants.TenantsOnline.ids;
import static org.assertj.core.api.Assertions.assertThat;

import dev.serai.access.Permission;
import dev.serai.testing.AdminCalls;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Organizations, users and service accounts. */
class OrganizationsApiTest {
  private static TenantsOnline at;

  @BeforeAll
  static void start() {
    at = new TenantsOnline();
  }

  @AfterAll
  static void stop() {
    at.close();
  }

  @Test
  void theInstallationsAdminsNameOrganizations() {
    String name = at.unused("new");
    String made = at.made("/api/organizations", "{\"name\":\"" + name + "\"}");
    String path = "/api/organizations/" + made;

    assertThat(at.admin.get(path).text("/name")).isEqualTo(name);
    assertThat(
            at.admin
                .patch(
                    path,
                    "{\"name\":\"" + name + "2\",\"defaultPolicy\":\"narrow\"}",
                    "If-Match",
                    at.admin.get(path).header("ETag"))
                .text("/name"))
        .isEqualTo(name + "2");
    assertThat(ids(at.admin.get("/api/organizations"))).contains(made, at.home, at.other);
    assertThat(at.admin.post("/api/organizations", "{\"name\":\"other\"}").code())
        .isEqualTo("name_taken");
    assertThat(at.admin.patch("/api/organizations/" + at.home, "{\"name\":\"x\"}").code())
        .isEqualTo("managed_by_file");
    assertThat(at.audit("organization.update", made)).hasSize(1);
  }

  @Test
  void othersHaveTheirOwnAlone() {
    String own = "/api/organizations/" + at.other;

    assertThat(ids(at.stranger.get("/api/organizations"))).containsExactly(at.other);
    assertThat(at.stranger.get("/api/organizations/" + at.home).status()).isEqualTo(404);
    assertThat(at.stranger.patch("/api/organizations/" + at.home, "{}").status()).isEqualTo(404);
    assertThat(at.stranger.post("/api/organizations", "{\"name\":\"x\"}").status()).isEqualTo(403);
    assertThat(at.stranger.patch(own, "{\"name\":\"x\"}").status()).isEqualTo(403);
    assertThat(at.stranger.patch(own, "{\"defaultPolicy\":\"narrow\"}").status()).isEqualTo(200);
    assertThat(at.stranger.patch(own, "{\"defaultPolicy\":\"\"}").status()).isEqualTo(200);
  }

  @Test
  void whoMaySeeOnlyTheInstallationsOrganizationSeesNoOther() {
    AdminCalls viewer =
        at.acting("viewer", at.home, everywhere(at.home, Set.of(Permission.ORGANIZATION_VIEW)));

    assertThat(ids(viewer.get("/api/organizations"))).containsExactly(at.home);
    assertThat(viewer.get("/api/organizations/" + at.other).status()).isEqualTo(404);
  }

  @Test
  void usersAreFoundByNameTeamAndStatus() {
    User ada = at.signIn("ada", "", "/found");
    User bob = at.signIn("bob", "", "/found", "/left");
    at.signIn("eve", "other", "/found");
    at.users.leave(bob.id(), java.time.Instant.now());
    String team = ada.teams().getFirst();

    assertThat(ids(at.admin.get("/api/users?team=" + team))).containsExactly(ada.id());
    assertThat(ids(at.admin.get("/api/users?q=ADA@"))).containsExactly(ada.id());
    assertThat(ids(at.admin.get("/api/users?status=left&q=bob"))).containsExactly(bob.id());
    assertThat(ids(at.admin.get("/api/users?q=eve"))).isEmpty();
    assertThat(at.admin.get("/api/users?status=gone").status()).isEqualTo(422);
    assertThat(at.admin.get("/api/users?q=ada").text("/items/0/email"))
        .isEqualTo("ada@example.com");
  }

  @Test
  void thatSomebodyLookedAtAUserIsWrittenDown() {
    User ada = at.signIn("looked-at", "", "/looked");
    Set<Permission> view = Set.of(Permission.USERS_VIEW);

    assertThat(
            at.acting(ada.id(), at.home, everywhere(at.home, view))
                .get("/api/users/" + ada.id())
                .text("/name"))
        .isEqualTo("looked-at");
    assertThat(at.audit("user.view", ada.id())).isEmpty();

    assertThat(at.admin.get("/api/users/" + ada.id()).body().at("/teams")).hasSize(1);
    assertThat(at.audit("user.view", ada.id()))
        .singleElement()
        .satisfies(row -> assertThat(row).containsEntry("actor_id", "boss"));
  }

  @Test
  void usersOfOtherTeamsAndOrganizationsAreNotThere() {
    User mine = at.signIn("mine", "", "/mine");
    User foreign = at.signIn("foreign", "", "/foreign");
    AdminCalls lead =
        at.acting(
            "lead", at.home, TenantsOnline.atTeam(mine.teams().getFirst(), Permission.USERS_VIEW));

    assertThat(ids(lead.get("/api/users"))).containsExactly(mine.id());
    assertThat(lead.get("/api/users/" + mine.id()).status()).isEqualTo(200);
    assertThat(lead.get("/api/users/" + foreign.id()).status()).isEqualTo(404);
    assertThat(at.stranger.get("/api/users/" + mine.id()).status()).isEqualTo(404);
    assertThat(at.audit("user.view", foreign.id())).isEmpty();
  }

  @Test
  void aServiceAccountIsMadeAndRenamed() {
    String name = at.unused("bot");
    String made = at.made("/api/service-accounts", "{\"name\":\"" + name + "\"}");
    String path = "/api/service-accounts/" + made;

    assertThat(at.admin.get(path).text("/name")).isEqualTo(name);
    assertThat(at.admin.post("/api/service-accounts", "{\"name\":\"" + name + "\"}").code())
        .isEqualTo("name_taken");
    assertThat(at.admin.patch(path, "{\"name\":\"" + name + "2\"}").text("/name"))
        .isEqualTo(name + "2");
    assertThat(ids(at.admin.get("/api/service-accounts?q=" + name))).containsExactly(made);
    assertThat(at.stranger.get(path).status()).isEqualTo(404);
    assertThat(at.stranger.patch(path, "{\"name\":\"x\"}").status()).isEqualTo(404);
    assertThat(ids(at.stranger.get("/api/service-accounts"))).isEmpty();
    assertThat(at.audit("service-account.update", made)).hasSize(1);
  }
}
