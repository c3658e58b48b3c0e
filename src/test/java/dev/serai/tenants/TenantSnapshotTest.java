package dev.serai.tenants;

import static dev.serai.tenants.UsersFixture.ada;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TenantSnapshotTest {
  private final UsersFixture fixture = new UsersFixture();
  private final TenantSnapshot snapshot = fixture.snapshot;

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void membersOfTheSameTeamsShareOneList() {
    User one = fixture.signIn(ada().in("/b", "/a"));
    User two = fixture.signIn(ada().subject("s-2").named("bob").in("/a", "/b"));

    List<String> groups = snapshot.groupsOf(one.id());

    assertThat(groups).extracting(fixture::teamName).containsExactly("a", "b");
    assertThat(snapshot.groupsOf(two.id())).isSameAs(groups);
    assertThat(snapshot.groupsOf("nobody")).isEmpty();
  }

  @Test
  void listsThatNobodyIsInAnyMoreAreForgotten() {
    for (String team : List.of("/a", "/b", "/c", "/d")) fixture.signIn(ada().in(team));
    fixture.signIn(ada().subject("s-2").named("bob").in("/d"));

    assertThat(snapshot.lists()).isLessThanOrEqualTo(2);
  }

  @Test
  void aReplicaThatStartsLaterReadsAll() {
    User one = fixture.signIn(ada().in("/a"));

    var feed = fixture.database.changes();
    TenantSnapshot late = fixture.snapshot(feed);
    feed.refreshNow();

    assertThat(late.groupsOf(one.id())).isEqualTo(one.teams());
  }

  @Test
  void theNearestDefaultPolicyHolds() {
    String team = tenantsDefault("teams", fixture.tenants.team(fixture.home, "a"), "of-team");
    String plain = fixture.tenants.team(fixture.home, "plain");
    tenantsDefault("organizations", fixture.home, "of-organization");
    fixture.changes.refreshNow();

    assertThat(snapshot.policyOf(fixture.home, team, "own")).isEqualTo("own");
    assertThat(snapshot.policyOf(fixture.home, team, "")).isEqualTo("of-team");
    assertThat(snapshot.policyOf(fixture.home, plain, "")).isEqualTo("of-organization");
    assertThat(snapshot.policyOf(fixture.home, "", "")).isEqualTo("of-organization");
    assertThat(snapshot.policyOf("elsewhere", "", "")).isEmpty();
  }

  @Test
  void aPersonalProjectInheritsFromTheFirstOfItsOwnersTeamsThatHasADefault() {
    User one = fixture.signIn(ada().in("/a", "/b", "/c"));
    tenantsDefault("teams", one.teams().get(2), "third");
    tenantsDefault("teams", one.teams().get(1), "second");
    fixture.changes.refreshNow();

    assertThat(snapshot.personalPolicyOf(fixture.home, one.id(), "own")).isEqualTo("own");
    assertThat(snapshot.personalPolicyOf(fixture.home, one.id(), "")).isEqualTo("second");
    assertThat(snapshot.personalPolicyOf(fixture.home, "nobody", "")).isEmpty();
  }

  private String tenantsDefault(String table, String id, String policy) {
    fixture
        .database
        .jdbc()
        .sql("update " + table + " set default_policy = ? where id = ?")
        .params(policy, id)
        .update();
    return id;
  }
}
