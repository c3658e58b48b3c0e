package dev.serai.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.serai.credentials.CredentialStore;
import dev.serai.database.Changes;
import dev.serai.keys.TestKeys;
import dev.serai.keys.VirtualKeys;
import dev.serai.limits.TestLimits;
import dev.serai.models.PolicyStore;
import dev.serai.providers.Owner;
import dev.serai.providers.ProviderStore;
import dev.serai.secrets.TestSecretBox;
import dev.serai.tenants.Tenants;
import dev.serai.testing.TestDatabase;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ApplyTenantsTest {
  private static final String FILE =
      """
      providers: [ { name: echo, type: echo } ]
      policies:
        - { name: standard, default: true, providers: [ echo ] }
        - { name: narrow, providers: [ echo ] }
      """;

  private final TestDatabase database = TestDatabase.migrated();
  private final Changes changes = database.changes();
  private final ProviderStore providers = new ProviderStore(database.jdbc());
  private final PolicyStore policies = new PolicyStore(database.jdbc());
  private final Tenants tenants = TestKeys.tenants(database);
  private final VirtualKeys keys = TestKeys.on(database, changes, new StoredPolicies(policies));
  private final Apply apply =
      new Apply(
          database.transactions(),
          changes,
          new ApplyTenants(database.jdbc(), tenants),
          new ApplyProviders(
              providers,
              new CredentialStore(database.jdbc(), TestSecretBox.of(1), database.transactions()),
              policies,
              new PriceStore(database.jdbc())),
          new ApplyKeys(database.jdbc(), keys, TestKeys.secrets(database)),
          new ApplyLimits(TestLimits.on(database, changes, providers, TestTypes.all())));

  @BeforeEach
  void aFirstStart() {
    tenants.project(tenants.current().id(), Tenants.DEFAULT_PROJECT);
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void teamsAndTheOrganizationHandTheirPoliciesDown() {
    String more = "default-policy: standard\nteams: [ { name: red, default-policy: narrow } ]\n";

    Applied applied = apply(FILE + more);

    assertThat(applied.changed()).isTrue();
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

  private Applied apply(String text) {
    return apply.apply(
        new SeraiYaml(TestTypes.all())
            .read(text, "serai.yaml", References.sent(Map.of(), Map.of())),
        "serai.yaml",
        Owner.FILE);
  }
}
