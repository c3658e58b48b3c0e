package dev.serai.limits;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serai.call.Caller;
import dev.serai.tenants.TestUsers;
import dev.serai.tenants.User;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CallersLimitsTest {
  private final LimitsFixture at = new LimitsFixture();

  @AfterEach
  void close() {
    at.close();
  }

  @Test
  void aCallersLimitsAreThoseThatItsCallsTakeFromInThatOrder() {
    at.key("ci", "default");
    at.key("deploy", "default");
    String byEndUser = limit(Scope.END_USER, "key:ci");
    String byEndUserToo = limit(Scope.END_USER, "project:default");
    String ofKey = limit(Scope.KEY, "ci");
    String ofOther = limit(Scope.KEY, "deploy");
    String ofOrganization = limit(Scope.ORGANIZATION, "");
    Caller caller = at.caller("ci");

    assertThat(at.limits.of(caller))
        .extracting(Limit::id)
        .containsExactly(ofOrganization, ofKey, byEndUser, byEndUserToo)
        .doesNotContain(ofOther);
    assertThat(at.limits.of(elsewhere(caller))).isEmpty();
  }

  @Test
  void aMembersLimitsAreThoseOfHisTeamsToo() {
    User ada = TestUsers.on(at.database, at.changes).signed(TestUsers.named("ada", "/a", "/b"));
    TestUsers.give(at.database, at.changes, at.key("laptop", "default").id(), ada);
    String ofUser = limit(Scope.USER, "ada");
    String ofMember = limit(Scope.GROUP_MEMBER, "b");
    String byPath = limit(Scope.GROUP_MEMBER, "/a");
    at.tenants.team(at.organization(), "c");
    limit(Scope.GROUP_MEMBER, "c");

    assertThat(at.limits.of(at.caller("laptop")))
        .extracting(Limit::id)
        .containsExactly(ofUser, ofMember, byPath);
    assertThat(at.limits.get(byPath).limit().targetName()).isEqualTo("a");
    assertThat(at.explanations.of("laptop", "", "", "").limits())
        .filteredOn(view -> view.id().equals(ofMember))
        .singleElement()
        .satisfies(view -> assertThat(view.standing()).isNotNull());
  }

  private String limit(Scope scope, String target) {
    return at.limits.create(NewLimit.of(scope, target, Measure.REQUESTS, "day", "5")).limit().id();
  }

  private static Caller elsewhere(Caller caller) {
    return new Caller(
        "another",
        caller.team(),
        caller.project(),
        caller.principal(),
        caller.personal(),
        caller.groups(),
        caller.key(),
        caller.keyName(),
        caller.session(),
        caller.policy(),
        caller.requestsPerMinute());
  }
}
