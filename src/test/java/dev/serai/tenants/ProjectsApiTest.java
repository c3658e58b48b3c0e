package dev.serai.tenants;

import static dev.serai.tenants.TenantsOnline.atTeam;
import static dev.serai.tenants.TenantsOnline.everywhere;
import static dev.serai.tenants.TenantsOnline.ids;
import static org.assertj.core.api.Assertions.assertThat;

import dev.serai.access.Permission;
import dev.serai.testing.AdminCalls;
import dev.serai.testing.AdminCalls.Reply;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ProjectsApiTest {
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
  void aProjectIsMadeRenamedAndMoved() {
    String team = at.made("/api/teams", "{\"name\":\"" + at.unused("t") + "\"}");
    String name = at.unused("p");
    Reply made =
        at.admin.post("/api/projects", "{\"name\":\"" + name + "\",\"team\":\"" + team + "\"}");
    assertThat(made.status()).isEqualTo(201);
    assertThat(made.text("/team")).isEqualTo(team);
    assertThat(made.body().at("/personal").asBoolean()).isFalse();
    String path = "/api/projects/" + made.text("/id");

    Reply changed =
        at.admin.patch(
            path,
            "{\"name\":\"" + name + "2\",\"team\":\"file-team\"}",
            "If-Match",
            at.admin.get(path).header("ETag"));

    assertThat(changed.text("/name")).isEqualTo(name + "2");
    assertThat(changed.text("/teamName")).isEqualTo("file-team");
    assertThat(at.admin.get(path).header("ETag")).isEqualTo(changed.header("ETag"));
    assertThat(at.admin.patch(path, "{\"team\":\"\"}").text("/team")).isEmpty();
    assertThat(at.admin.patch(path, "{\"name\":\"x\"}", "If-Match", "\"old\"").status())
        .isEqualTo(412);
    assertThat(at.audit("project.update", made.text("/id"))).hasSize(2);
    assertThat(at.audit("project.create", made.text("/id"))).hasSize(1);
  }

  @Test
  void someNamesAreNotToBeHad() {
    assertThat(at.admin.post("/api/projects", "{\"name\":\"Personal/x\"}").status()).isEqualTo(422);
    assertThat(at.admin.post("/api/projects", "{\"name\":\"filed\"}").code())
        .isEqualTo("name_taken");
    assertThat(at.admin.post("/api/projects", "{\"name\":\"x\",\"team\":\"none\"}").status())
        .isEqualTo(422);
    assertThat(rename("default")).isEqualTo("default_project");
    assertThat(rename("filed")).isEqualTo("managed_by_file");
  }

  private String rename(String project) {
    String id = at.tenants.findProject(at.home, project).orElseThrow().id();
    return at.admin.patch("/api/projects/" + id, "{\"name\":\"renamed\"}").code();
  }

  @Test
  void aPersonalProjectIsSeenByItsUserAndByWhomMaySeeOtherPeoples() {
    User ada = at.signIn("ada", "");
    String project = ada.personalProjectId();
    AdminCalls owner =
        at.acting(ada.id(), at.home, everywhere(at.home, Set.of(Permission.PROJECTS_VIEW)));
    AdminCalls manager =
        at.acting("manager", at.home, everywhere(at.home, Set.of(Permission.PROJECTS_MANAGE)));

    assertThat(ids(owner.get("/api/projects"))).contains(project);
    assertThat(owner.get("/api/projects/" + project).text("/owner")).isEqualTo(ada.id());
    assertThat(ids(at.admin.get("/api/projects"))).contains(project);
    assertThat(at.admin.get("/api/projects/" + project).status()).isEqualTo(200);
    assertThat(ids(manager.get("/api/projects"))).isNotEmpty().doesNotContain(project);
    assertThat(manager.get("/api/projects/" + project).status()).isEqualTo(404);
    assertThat(manager.patch("/api/projects/" + project, "{}").status()).isEqualTo(404);
    assertThat(at.admin.patch("/api/projects/" + project, "{}").code())
        .isEqualTo("personal_project");
  }

  @Test
  void whoRunsOneTeamMovesNothingIntoAnother() {
    String own = at.made("/api/teams", "{\"name\":\"" + at.unused("own") + "\"}");
    String foreign = at.made("/api/teams", "{\"name\":\"" + at.unused("foreign") + "\"}");
    String project =
        at.made("/api/projects", "{\"name\":\"" + at.unused("p") + "\",\"team\":\"" + own + "\"}");
    String elsewhere =
        at.made(
            "/api/projects", "{\"name\":\"" + at.unused("p") + "\",\"team\":\"" + foreign + "\"}");
    AdminCalls lead =
        at.acting(
            "lead",
            at.home,
            atTeam(own, Permission.PROJECTS_MANAGE),
            atTeam(foreign, Permission.TEAMS_VIEW));

    assertThat(ids(lead.get("/api/projects"))).containsExactly(project);
    assertThat(lead.get("/api/projects/" + elsewhere).status()).isEqualTo(404);
    assertThat(move(lead, project, foreign)).isEqualTo(403);
    assertThat(move(lead, project, "")).isEqualTo(403);
    assertThat(move(lead, elsewhere, own)).isEqualTo(404);
    assertThat(lead.post("/api/projects", "{\"name\":\"x\"}").status()).isEqualTo(403);
    assertThat(at.admin.get("/api/projects/" + project).text("/team")).isEqualTo(own);
  }

  private static int move(AdminCalls by, String project, String team) {
    return by.patch("/api/projects/" + project, "{\"team\":\"" + team + "\"}").status();
  }

  @Test
  void anotherOrganizationsProjectIsNotThere() {
    String project = at.made("/api/projects", "{\"name\":\"" + at.unused("mine") + "\"}");

    assertThat(ids(at.stranger.get("/api/projects"))).doesNotContain(project);
    assertThat(at.stranger.get("/api/projects/" + project).status()).isEqualTo(404);
    assertThat(at.stranger.patch("/api/projects/" + project, "{}").status()).isEqualTo(404);
    String team = at.tenants.findTeam(at.home, "file-team").orElseThrow();
    assertThat(
            at.stranger
                .post("/api/projects", "{\"name\":\"x\",\"team\":\"" + team + "\"}")
                .status())
        .isEqualTo(422);
  }
}
