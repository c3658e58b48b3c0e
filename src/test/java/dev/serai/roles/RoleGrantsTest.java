package dev.serai.roles;

import static dev.serai.access.Permission.*;
import static org.assertj.core.api.Assertions.assertThat;

import dev.serai.access.Grants;
import dev.serai.access.Permission;
import dev.serai.access.Place;
import dev.serai.database.Changes;
import dev.serai.testing.TestDatabase;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RoleGrantsTest {
  private static TestDatabase database;
  private static Changes changes;
  private static RoleGrants grants;

  @BeforeAll
  static void start() {
    database = TestDatabase.migrated();
    database
        .jdbc()
        .sql("insert into organizations (id, name) values ('acme', 'Acme'), ('other', 'Other')")
        .update();
    changes = database.changes();
    grants = new RoleGrants(database.jdbc(), changes);
  }

  @AfterAll
  static void stop() {
    database.close();
  }

  /** Runs it, and returns once it holds. */
  private static void write(String sql, Object... params) {
    database
        .transactions()
        .executeWithoutResult(
            _ -> {
              long revision = changes.bump();
              database.jdbc().sql(sql.replace(":revision", "" + revision)).params(params).update();
            });
    changes.refreshNow();
  }

  private static void bind(
      String organization, String subject, String role, Place.Kind at, String id) {
    write(
        "insert into role_bindings values (?, ?, 'user', ?, ?, ?, ?, now(), :revision)",
        subject + role + at + id,
        organization,
        subject,
        role,
        at.name().toLowerCase(java.util.Locale.ROOT),
        id);
  }

  private static void role(String name, String json) {
    write("insert into roles values (?, 'acme', ?, ?::json, :revision)", "id-" + name, name, json);
  }

  private static Grants of(String user, String... teams) {
    return grants.of("acme", user, List.of(teams), List.of());
  }

  private static boolean may(Grants grants, Permission permission, Place place) {
    return grants.allows(permission, place);
  }

  private static final Place ACME = Place.organization("acme");

  @Test
  void whoSignedInSeesTheOrganizationAndNoMore() {
    assertThat(of("nobody").at(ACME))
        .containsExactlyInAnyOrder(ORGANIZATION_VIEW, FEATURE_FLAGS_VIEW, AI_TOOLS_VIEW);
  }

  @Test
  void whoIsInATeamIsAMemberThere() {
    Grants ann = of("ann", "sre");

    assertThat(may(ann, VIRTUAL_KEYS_CREATE, Place.team("acme", "sre"))).isTrue();
    assertThat(may(ann, VIRTUAL_KEYS_CREATE, Place.team("acme", "dev"))).isFalse();
    assertThat(may(ann, VIRTUAL_KEYS_CREATE, ACME)).isFalse();
  }

  @Test
  void rolesOfTheRealmHoldInTheWholeOrganization() {
    Grants admin = grants.of("acme", "root", List.of(), List.of("offline_access", "serai-admin"));
    Grants auditor = grants.of("acme", "aud", List.of(), List.of("serai-auditor"));
    Grants neither = grants.of("acme", "x", List.of(), List.of("admin", "SERAI-ADMIN"));

    assertThat(admin.at(ACME)).containsExactlyInAnyOrder(Permission.values());
    assertThat(may(auditor, AUDIT_LOG_VIEW, ACME)).isTrue();
    assertThat(may(auditor, ORGANIZATION_MANAGE, ACME)).isFalse();
    assertThat(neither.at(ACME)).hasSize(3);
  }

  @Test
  void bindingsOfAUserAndOfTheUsersTeamsAddUp() {
    bind("acme", "bob", "auditor", Place.Kind.ORGANIZATION, "acme");
    bind("acme", "ops", "team-admin", Place.Kind.PROJECT, "pager");

    Grants bob = of("bob", "ops");

    assertThat(may(bob, AUDIT_LOG_VIEW, ACME)).isTrue();
    assertThat(may(bob, VIRTUAL_KEYS_DELETE, new Place("acme", "", "pager"))).isTrue();
    assertThat(may(bob, VIRTUAL_KEYS_DELETE, Place.team("acme", "ops"))).isFalse();
    assertThat(may(of("bob"), VIRTUAL_KEYS_DELETE, new Place("acme", "", "pager"))).isFalse();
  }

  @Test
  void aBindingOfAnotherOrganizationIsNone() {
    bind("other", "eve", "admin", Place.Kind.ORGANIZATION, "other");
    bind("other", "eve", "admin", Place.Kind.ORGANIZATION, "acme");

    assertThat(of("eve").at(ACME)).hasSize(3);
  }

  @Test
  void aRoleOfOnesOwnGrantsWhatItLists() {
    role("keys", "[\"virtualKeys:view\", \"virtualKeys:create\"]");
    bind("acme", "kim", "keys", Place.Kind.TEAM, "sre");

    assertThat(of("kim").at(Place.team("acme", "sre")))
        .containsExactlyInAnyOrder(
            ORGANIZATION_VIEW,
            FEATURE_FLAGS_VIEW,
            AI_TOOLS_VIEW,
            VIRTUAL_KEYS_VIEW,
            VIRTUAL_KEYS_CREATE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[\"virtualKeys:view\", \"virtualKeys:fly\"]",
        "[\"virtualKeys:view\", 7]",
        "[\"virtualKeys:view\", null]",
        "[[\"virtualKeys:view\"]]",
        "{\"virtualKeys:view\": true}",
        "\"virtualKeys:view\"",
        "[\"*\"]",
        "null",
        "[\"VirtualKeys:View\"]"
      })
  void aRoleThatIsNotEntirelyUnderstoodGrantsNothing(String json) {
    String name = "broken" + Math.abs(json.hashCode());
    role(name, json);
    bind("acme", name + "-user", name, Place.Kind.ORGANIZATION, "acme");

    assertThat(of(name + "-user").at(ACME)).hasSize(3);
    assertThat(PermissionList.stored(json).broken()).isNotEmpty();
  }

  @Test
  void aRoleThatIsNotThereGrantsNothing() {
    bind("acme", "lou", "gone", Place.Kind.ORGANIZATION, "acme");

    assertThat(of("lou").at(ACME)).hasSize(3);
  }

  @Test
  void aRoleOfAnotherOrganizationIsNotThere() {
    write(
        "insert into roles values ('theirs', 'other', 'shared', '[\"roles:manage\"]',"
            + " :revision)");
    bind("acme", "max", "shared", Place.Kind.ORGANIZATION, "acme");

    assertThat(of("max").at(ACME)).hasSize(3);
  }

  @Test
  void whatIsTakenAwayIsGone() {
    bind("acme", "pat", "admin", Place.Kind.ORGANIZATION, "acme");
    assertThat(may(of("pat"), ORGANIZATION_MANAGE, ACME)).isTrue();

    write("delete from role_bindings where subject_id = 'pat'");

    assertThat(may(of("pat"), ORGANIZATION_MANAGE, ACME)).isFalse();
  }

  @Test
  void aChangedRoleHoldsForThoseWhoHaveIt() {
    role("growing", "[\"teams:view\"]");
    bind("acme", "sam", "growing", Place.Kind.ORGANIZATION, "acme");

    write(
        "update roles set permissions = '[\"users:view\"]', revision = :revision where name = 'growing'");

    assertThat(of("sam").at(ACME))
        .isEqualTo(Set.of(ORGANIZATION_VIEW, FEATURE_FLAGS_VIEW, AI_TOOLS_VIEW, USERS_VIEW));
  }

  @Test
  void everyReplicaHearsOfIt() {
    Changes feed = database.changes();
    RoleGrants other = new RoleGrants(database.jdbc(), feed);
    bind("acme", "uma", "auditor", Place.Kind.ORGANIZATION, "acme");
    feed.refreshNow();

    assertThat(other.of("acme", "uma", List.of(), List.of()).allows(AUDIT_LOG_VIEW, ACME)).isTrue();
  }
}
