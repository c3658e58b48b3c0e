package dev.serai.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.serai.limits.Measure;
import dev.serai.limits.NewLimit;
import dev.serai.limits.Scope;
import dev.serai.tenants.Tenants;
import java.util.List;
import org.junit.jupiter.api.Test;

class ApplyTenantsTest extends Applying {
  private static final String FILE =
      """
      providers: [ { name: echo, type: echo } ]
      policies:
        - { name: standard, default: true, providers: [ echo ] }
        - { name: narrow, providers: [ echo ] }
      """;

  @Test
  void teamsAndTheOrganizationHandTheirPoliciesDown() {
    String more = "default-policy: standard\nteams: [ { name: red, default-policy: narrow } ]\n";

    Applied applied = apply(FILE + more);

    assertThat(created(applied, "teams")).containsExactly("red");
    assertThat(defaults()).containsExactly("standard", "narrow");
    assertThat(apply(FILE + more).changed()).isFalse();
    assertThat(apply(FILE + more.replace("narrow", "standard")).changed()).isTrue();
    assertThat(defaults()).containsExactly("standard", "standard");
    assertThat(apply(FILE).changed()).isTrue();
    assertThat(tenants.findTeam(tenants.current().id(), "red")).isEmpty();
  }

  @Test
  void aTeamThatFollowsAGroupStaysWhateverTheFileSays() {
    apply(FILE + "teams: [ { name: red } ]\n");
    database.jdbc().sql("update teams set keycloak_group = '/red'").update();

    apply(FILE);

    assertThat(tenants.findTeam(tenants.current().id(), "red")).isPresent();
  }

  private List<String> defaults() {
    return database
        .jdbc()
        .sql("select default_policy from organizations union all select default_policy from teams")
        .query(String.class)
        .list();
  }

  @Test
  void refusesAPolicyThatTheFileDoesNotHave() {
    assertThatThrownBy(() -> apply(FILE + "default-policy: narow\n"))
        .hasMessageContaining("serai.yaml:5: default-policy: unknown policy 'narow'")
        .hasMessageContaining("did you mean 'narrow'?");
    assertThatThrownBy(() -> apply(FILE + "teams: [ { name: red, default-policy: x } ]\n"))
        .hasMessageContaining("serai.yaml:5: default-policy: unknown policy 'x'");
  }

  @Test
  void aProjectThatHadASessionStaysWhenTheFileDropsIt() {
    apply(FILE + "projects: [ { name: checkout, team: red }, { name: search } ]\n");
    session("checkout");

    Applied applied = apply(FILE);

    assertThat(removed(applied, "projects")).containsExactly("search");
    assertThat(projects()).containsExactly("checkout:", "default:");
    assertThat(apply(FILE).changed()).isFalse();
  }

  @Test
  void aProjectThatALimitNamesStaysWhenTheFileDropsIt() {
    apply(FILE + "projects: [ { name: checkout }, { name: search } ]\n");
    limit(Scope.PROJECT, "checkout");
    limit(Scope.END_USER, "project:search");

    apply(FILE);

    assertThat(projects()).containsExactly("checkout:", "default:", "search:");
  }

  @Test
  void aProjectOfTheApiStaysInATeamOfTheFile() {
    String more = "projects: [ { name: checkout, team: red } ]\n";
    apply(FILE + more);
    made("search", "red");
    inTeam("default", "red");

    Applied applied = apply(FILE + more);

    assertThat(applied.changed()).isFalse();
    assertThat(projects()).containsExactly("checkout:red", "default:red", "search:red");
  }

  @Test
  void theDefaultProjectGoesWhereTheFilePutsItAndBack() {
    apply(FILE + "projects: [ { name: default, team: red } ]\n");
    assertThat(projects()).containsExactly("default:red");

    apply(FILE + "teams: [ { name: red } ]\n");
    assertThat(projects()).containsExactly("default:");

    inTeam("default", "red");
    assertThat(apply(FILE + "teams: [ { name: red } ]\n").changed()).isFalse();
    assertThat(projects()).containsExactly("default:red");
  }

  @Test
  void refusesToMakeATeamThatHasNoName() {
    assertThatThrownBy(() -> apply(FILE + "teams: [ { name: R&D } ]\n"))
        .hasMessageContaining("team 'R&D' (expected: 1 to 100 letters");
    apply(FILE + "teams: [ { name: red } ]\n");
    database.jdbc().sql("update teams set name = 'R&D', keycloak_group = '/R&D'").update();

    apply(FILE + "teams: [ { name: R&D, default-policy: narrow } ]\n");

    assertThat(defaults()).contains("narrow");
  }

  @Test
  void refusesAProjectThatTheApiMade() {
    made("search", "");

    assertThatThrownBy(() -> apply(FILE + "projects: [ { name: search, team: red } ]\n"))
        .hasMessageContaining("project 'search' was made through the API");

    assertThat(projects()).containsExactly("default:", "search:");
  }

  private void limit(Scope scope, String target) {
    limits.create(NewLimit.of(scope, target, Measure.REQUESTS, "day", "10").unreachable());
  }

  private void made(String project, String team) {
    tenants.project(tenants.current().id(), project);
    inTeam(project, team);
  }

  private void inTeam(String project, String team) {
    database
        .jdbc()
        .sql("update projects set team_id = (select id from teams where name = ?) where name = ?")
        .params(team, project)
        .update();
  }

  private void session(String project) {
    Tenants.Project in = tenants.findProject(tenants.current().id(), project).orElseThrow();
    String user = tenants.principal(in.organizationId(), Tenants.Principal.Kind.USER, "carol").id();
    database
        .jdbc()
        .sql(
            """
            insert into sessions (id, organization_id, project_id, principal_id, sid, tool, device,
              started_at, expires_at, ended_at, ended_by, revision)
            values ('s1', ?, ?, ?, 'sid', 'claude', 'laptop', now(), now(), now(), 'closed', 1)
            """)
        .params(in.organizationId(), in.id(), user)
        .update();
  }

  /** With the teams that they are in. */
  private List<String> projects() {
    return database
        .jdbc()
        .sql(
            "select p.name || ':' || coalesce(t.name, '') from projects p"
                + " left join teams t on t.id = p.team_id order by p.name")
        .query(String.class)
        .list();
  }
}
