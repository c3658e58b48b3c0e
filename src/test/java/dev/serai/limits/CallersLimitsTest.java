package dev.serai.limits;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serai.call.Caller;
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
