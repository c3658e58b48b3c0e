package dev.serai.keys;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serai.call.Caller;
import dev.serai.tenants.TestUsers;
import dev.serai.tenants.User;
import dev.serai.tenants.Users;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a key says of its caller that is not written with the key. */
class InheritedTest {
  private final KeysFixture fixture = new KeysFixture();
  private final Users users = TestUsers.on(fixture.database, fixture.changes);
  private final IssuedKey key = fixture.create("ci");

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void aKeyOfAServiceAccountIsInNoGroupAndHasNoPolicy() {
    assertThat(caller().groups()).isEmpty();
    assertThat(caller().policy()).isEmpty();
  }

  @Test
  void aKeysCallerIsInThePrincipalsTeamsAndFollowsThem() {
    User ada = users.signed(TestUsers.named("ada", "/a", "/b"));
    TestUsers.give(fixture.database, fixture.changes, key.key().id(), ada);
    assertThat(caller().groups()).isSameAs(caller().groups()).isEqualTo(ada.teams());

    User moved = users.signed(TestUsers.named("ada", "/c"));

    assertThat(caller().groups()).hasSize(1).isEqualTo(moved.teams());
  }

  @Test
  void theDefaultOfTheTeamThenOfTheOrganizationIsInherited() {
    String organization = fixture.tenants.current().id();
    String team = fixture.tenants.team(organization, "red");
    setDefault("organizations", organization, "wide");
    assertThat(caller().policy()).isEqualTo("wide");

    setDefault("teams", team, "narrow");
    assertThat(caller().policy()).isEqualTo("wide");
    fixture
        .database
        .transactions()
        .executeWithoutResult(
            _ -> fixture.tenants.join(key.key().projectId(), team, fixture.changes.bump()));
    fixture.changes.refreshNow();
    assertThat(caller().policy()).isEqualTo("narrow");

    fixture.virtualKeys.update(key.key().id(), new KeyChange("own", null, null, null));
    assertThat(caller().policy()).isEqualTo("own");
  }

  private void setDefault(String table, String id, String policy) {
    fixture
        .database
        .jdbc()
        .sql("update " + table + " set default_policy = ? where id = ?")
        .params(policy, id)
        .update();
    fixture.changes.refreshNow();
  }

  private Caller caller() {
    return fixture.authenticate(key.secret()).caller();
  }
}
