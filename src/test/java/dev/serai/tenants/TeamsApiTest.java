package dev.serai.tenants;

import static dev.serai.tenants.TenantsOnline.atTeam;
import static dev.serai.tenants.TenantsOnline.ids;
import static org.assertj.core.api.Assertions.assertThat;

import dev.serai.access.Permission;
import dev.serai.testing.AdminCalls;
import dev.serai.testing.AdminCalls.Reply;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class TeamsApiTest {
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
  void aTeamIsMadeShownChangedAndDeleted() {
    String name = at.unused("red");
    Reply made =
        at.admin.post("/api/teams", "{\"name\":\"" + name + "\",\"defaultPolicy\":\"narrow\"}");
    assertThat(made.status()).isEqualTo(201);
    String path = "/api/teams/" + made.text("/id");

    Reply shown = at.admin.get(path);
    assertThat(shown.text("/name")).isEqualTo(name);
    assertThat(shown.text("/defaultPolicy")).isEqualTo("narrow");
    assertThat(shown.text("/managedBy")).isEqualTo("api");
    Reply changed =
        at.admin.patch(path, "{\"defaultPolicy\":\"\"}", "If-Match", shown.header("ETag"));
    assertThat(changed.status()).isEqualTo(200);
    assertThat(changed.text("/defaultPolicy")).isEmpty();
    assertThat(changed.text("/name")).isEqualTo(name);
    Reply late = at.admin.patch(path, "{\"name\":\"x\"}", "If-Match", shown.header("ETag"));
    assertThat(late.status()).isEqualTo(412);

    assertThat(at.admin.delete(path, "If-Match", changed.header("ETag")).status()).isEqualTo(204);
    assertThat(at.admin.get(path).status()).isEqualTo(404);
    for (String action : new String[] {"team.create", "team.update", "team.delete"})
      assertThat(at.audit(action, made.text("/id")))
          .singleElement()
          .satisfies(row -> assertThat(row).containsEntry("actor_id", "boss"));
  }

  @Test
  void theSameCreateTwiceMakesOne() {
    String body = "{\"name\":\"" + at.unused("once") + "\"}";

    Reply first = at.admin.post("/api/teams", body, "Idempotency-Key", body);
    Reply again = at.admin.post("/api/teams", body, "Idempotency-Key", body);

    assertThat(again.text("/id")).isEqualTo(first.text("/id")).isNotEmpty();
    assertThat(at.admin.post("/api/teams", body).code()).isEqualTo("name_taken");
  }

  @Test
  void refusesWhatIsNoNameOrNoPolicy() {
    assertThat(at.admin.post("/api/teams", "{}").text("/errors/0/field")).isEqualTo("name");
    assertThat(at.admin.post("/api/teams", "{\"name\":\"-x\"}").status()).isEqualTo(422);
    assertThat(
            at.admin
                .post("/api/teams", "{\"name\":\"x\",\"defaultPolicy\":\"none\"}")
                .text("/errors/0/field"))
        .isEqualTo("defaultPolicy");
  }

  @Test
  void aTeamThatFollowsAGroupKeepsItsNameAndShowsItsMembers() {
    User ada = at.signIn("ada", "", "/follows");
    String path = "/api/teams/" + ada.teams().getFirst();

    Reply shown = at.admin.get(path);

    assertThat(shown.text("/keycloakGroup")).isEqualTo("/follows");
    assertThat(shown.body().at("/memberCount").asInt()).isEqualTo(1);
    assertThat(shown.text("/members/0/name")).isEqualTo("ada");
    assertThat(shown.raw().body()).doesNotContain("@example.com");
    assertThat(at.admin.patch(path, "{\"name\":\"x\"}").code()).isEqualTo("follows_group");
    assertThat(at.admin.patch(path, "{\"defaultPolicy\":\"narrow\"}").status()).isEqualTo(200);
    assertThat(at.admin.delete(path).code()).isEqualTo("team_not_empty");
  }

  @Test
  void membersAreShownToMembersAndToThoseWhoMaySeeUsers() {
    User ada = at.signIn("ada", "", "/shown");
    String team = ada.teams().getFirst();
    AdminCalls member = at.acting(ada.id(), at.home, atTeam(team, Permission.TEAMS_VIEW));
    AdminCalls viewer = at.acting("viewer", at.home, atTeam(team, Permission.TEAMS_VIEW));

    assertThat(member.get("/api/teams/" + team).body().at("/members")).hasSize(1);
    Reply seen = viewer.get("/api/teams/" + team);
    assertThat(seen.body().at("/members")).isEmpty();
    assertThat(seen.body().at("/memberCount").asInt()).isEqualTo(1);
  }

  @Test
  void aTeamOfTheFileIsRenamedThere() {
    String team = at.tenants.findTeam(at.home, "file-team").orElseThrow();

    assertThat(at.admin.patch("/api/teams/" + team, "{\"name\":\"x\"}").code())
        .isEqualTo("managed_by_file");
  }

  @Test
  void whoRunsOneTeamSeesAndChangesNoOther() {
    String own = at.made("/api/teams", "{\"name\":\"" + at.unused("own") + "\"}");
    String foreign = at.made("/api/teams", "{\"name\":\"" + at.unused("foreign") + "\"}");
    AdminCalls lead = at.acting("lead", at.home, atTeam(own, Permission.TEAMS_MANAGE));
    AdminCalls guest =
        at.acting(
            "guest",
            at.home,
            atTeam(own, Permission.TEAMS_MANAGE),
            atTeam(foreign, Permission.TEAMS_VIEW));

    assertThat(ids(lead.get("/api/teams"))).containsExactly(own);
    assertThat(lead.get("/api/teams/" + foreign).status()).isEqualTo(404);
    assertThat(lead.patch("/api/teams/" + foreign, "{}").status()).isEqualTo(404);
    assertThat(lead.patch("/api/teams/" + own, "{}").status()).isEqualTo(200);
    assertThat(lead.patch("/api/teams/" + own, "{\"defaultPolicy\":\"narrow\"}").status())
        .isEqualTo(200);
    assertThat(lead.post("/api/teams", "{\"name\":\"x\"}").status()).isEqualTo(403);
    assertThat(ids(guest.get("/api/teams"))).containsExactly(foreign, own);
    assertThat(guest.patch("/api/teams/" + foreign, "{}").status()).isEqualTo(403);
    assertThat(guest.delete("/api/teams/" + foreign).status()).isEqualTo(403);
  }

  /** A group of Keycloak takes over the team of its name, with all who are in the group. */
  @Test
  void whoRunsOneTeamCannotGiveItAnotherName() {
    String name = at.unused("named");
    String own = at.made("/api/teams", "{\"name\":\"" + name + "\"}");
    AdminCalls lead = at.acting("lead", at.home, atTeam(own, Permission.TEAMS_MANAGE));

    Reply refused = lead.patch("/api/teams/" + own, "{\"name\":\"platform\"}");

    assertThat(refused.status()).isEqualTo(403);
    assertThat(refused.text("/detail")).contains("name").contains("teams:manage");
    String same = "{\"name\":\"" + name + "\",\"defaultPolicy\":\"narrow\"}";
    assertThat(lead.patch("/api/teams/" + own, same).status()).isEqualTo(200);
    assertThat(at.admin.get("/api/teams/" + own).text("/name")).isEqualTo(name);
  }

  @Test
  void anotherOrganizationsTeamIsNotThere() {
    String team = at.made("/api/teams", "{\"name\":\"" + at.unused("mine") + "\"}");

    assertThat(ids(at.stranger.get("/api/teams"))).doesNotContain(team);
    assertThat(at.stranger.get("/api/teams/" + team).status()).isEqualTo(404);
    assertThat(at.stranger.patch("/api/teams/" + team, "{\"name\":\"x\"}").status()).isEqualTo(404);
    assertThat(at.stranger.delete("/api/teams/" + team).status()).isEqualTo(404);
    assertThat(at.admin.get("/api/teams/" + team).status()).isEqualTo(200);
  }

  @Test
  void listsInPages() {
    String prefix = at.unused("page");
    for (int i = 0; i < 3; i++) at.made("/api/teams", "{\"name\":\"" + prefix + i + "\"}");

    Reply first = at.admin.get("/api/teams?limit=2&q=" + prefix);
    Reply second = at.admin.get("/api/teams?limit=2&q=" + prefix + "&after=" + first.text("/next"));

    assertThat(ids(first)).hasSize(2);
    assertThat(ids(second)).hasSize(1).doesNotContainAnyElementsOf(ids(first));
    assertThat(second.text("/next")).isEmpty();
    assertThat(at.admin.get("/api/teams?limit=501").status()).isEqualTo(422);
  }
}
