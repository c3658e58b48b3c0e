package dev.serai.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
}
