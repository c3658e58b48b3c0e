package dev.serai.limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.serai.call.Call;
import dev.serai.call.Caller;
import dev.serai.call.Candidate;
import dev.serai.call.EndedCall;
import dev.serai.call.Operation;
import dev.serai.call.Outcome;
import dev.serai.call.Refusal;
import dev.serai.call.Refusal.Reason;
import dev.serai.call.Reservation;
import dev.serai.call.Usage;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Which limits a call takes from, and when it may not. */
class EnforcementTest {
  @ParameterizedTest
  @EnumSource(Scope.class)
  void everyScopeHolds(Scope scope) {
    String target =
        switch (scope) {
          case ORGANIZATION -> "o";
          case TEAM -> "red";
          case PROJECT, END_USER -> "p";
          case USER -> "u";
          case GROUP_MEMBER -> "g2";
          case KEY -> "k";
          case SESSION -> "s";
        };
    Scene scene = new Scene(Given.limit("L").on(scope, target).cap(2)).endUser("bob");

    scene.pass();
    scene.pass();

    assertThat(scene.refused().details()).containsEntry("limit_id", "L");
  }

  @Test
  void aLimitOfSomebodyElseIsNoneOfTheCallsBusiness() {
    Scene scene =
        new Scene(
            Given.limit("a").on(Scope.KEY, "other").cap(0),
            Given.limit("b").on(Scope.TEAM, "blue").cap(0),
            Given.limit("c").on(Scope.GROUP_MEMBER, "g3").cap(0),
            Given.limit("d").on(Scope.SESSION, "").cap(0));

    assertThat(scene.pass().reservation()).isSameAs(Reservation.NONE);
  }

  @Test
  void aLimitOfAnotherOrganizationNeverHoldsWhateverItsTarget() {
    Scene scene =
        new Scene(
            Given.limit("a").cap(0).ofOrganization("other"),
            Given.limit("b").on(Scope.PROJECT, "p").cap(0).ofOrganization("other"),
            Given.limit("c").cap(1));

    scene.pass();

    assertThat(scene.refused().details()).containsEntry("limit_id", "c");
  }

  @Test
  void aGroupThatIsNamedTwiceIsTakenFromOnce() {
    Scene scene = new Scene(Given.limit("L").on(Scope.GROUP_MEMBER, "g1").cap(2));
    scene.caller(inGroups("g1", "g2", "g1"));

    scene.pass();
    scene.pass();

    assertThat(scene.refused().details()).containsEntry("limit_id", "L");
  }

  @Test
  void theFirstInScopeOrderThenByIdRefuses() {
    Scene scene =
        new Scene(
            Given.limit("z").on(Scope.KEY, "k").cap(0),
            Given.limit("a").on(Scope.KEY, "k").cap(0),
            Given.limit("y").on(Scope.ORGANIZATION, "o").cap(0));

    assertThat(scene.refused().details()).containsEntry("limit_id", "y");
    scene.hold(Given.limit("z").cap(0), Given.limit("a").cap(0));
    assertThat(scene.refused().details()).containsEntry("limit_id", "a");
  }

  @ParameterizedTest
  @EnumSource(Scope.class)
  void aRefusalAtAnyLevelLeavesNothingReservedAtTheOthers(Scope full) {
    Given[] all = new Given[Scope.values().length];
    List<String> targets = List.of("o", "red", "p", "u", "g1", "k", "s", "p");
    for (Scope scope : Scope.values())
      all[scope.ordinal()] =
          Given.limit("L" + scope.ordinal())
              .on(scope, targets.get(scope.ordinal()))
              .cap(scope == full ? 0 : 5);
    Scene scene = new Scene(all).endUser("bob");

    assertThat(scene.refused().details()).containsEntry("limit_id", "L" + full.ordinal());

    assertThat(scene.quotas.reserved()).isZero();
  }

  @Test
  void eachMemberOfAGroupHasAQuotaOfItsOwn() {
    Scene scene = new Scene(Given.limit("L").on(Scope.GROUP_MEMBER, "g1").cap(1));

    scene.pass();
    scene.refused();

    scene.caller(member("v")).pass();
    scene.refused();
  }

  @Test
  void eachEndUserOfAKeyHasAQuotaOfItsOwn() {
    Scene scene = new Scene(Given.limit("L").on(Scope.END_USER, "k").cap(1));

    scene.endUser("ann").pass();
    scene.refused();

    scene.endUser("bob").pass();
  }

  @Test
  void withoutAnEndUserACallIsRefusedWhereEndUsersAreLimited() {
    Scene scene = new Scene(Given.limit("L").on(Scope.END_USER, "p"));

    Refusal missing = scene.refused();
    Refusal tooLong = scene.endUser("x".repeat(257)).refused();

    assertThat(missing.reason()).isEqualTo(Reason.END_USER_MISSING);
    assertThat(missing).hasMessageContaining("x-serai-end-user");
    assertThat(tooLong.reason()).isEqualTo(Reason.END_USER_MISSING);
    scene.endUser("x".repeat(256)).pass();
  }

  @Test
  void whatCostsNoTokensTakesNothing() {
    Scene scene = new Scene(Given.limit("L").cap(0)).operation(Operation.COUNT_TOKENS);

    assertThat(scene.pass().reservation()).isSameAs(Reservation.NONE);
  }

  @Test
  void aLimitThatOnlyWarnsCountsAndNeverRefuses() {
    Scene scene = new Scene(Given.limit("L").cap(1).warns());

    for (int i = 0; i < 5; i++) scene.use(1, 1);

    assertThat(scene.quotas.spent("L")).isEqualTo(5);
  }

  @Test
  void aPausedLimitCountsAndHoldsAgainWhenItIsResumed() {
    Scene scene = new Scene(Given.limit("L").cap(3).paused());
    for (int i = 0; i < 5; i++) scene.use(1, 1);

    scene.hold(Given.limit("L").cap(3));

    assertThat(scene.refused().details()).containsEntry("spent", "5");
  }

  @Test
  void waitsForAnAnswerThatIsNotInMemoryAndHoldsNothingMeanwhile() {
    Scene scene = new Scene(Given.limit("a"), Given.limit("b"));
    scene.quotas.slow();
    Call call = scene.call();

    Enforcement.Waiting waiting = (Enforcement.Waiting) scene.limits.enforce(call);

    assertThat(waiting.answer().toCompletableFuture()).isNotDone();
    assertThat(scene.quotas.asks()).as("both are asked for at once").isEqualTo(2);
    assertThat(scene.quotas.reserved()).isZero();
    scene.quotas.answer();
    assertThat(waiting.answer().toCompletableFuture()).isCompleted();
    assertThat(scene.limits.enforce(call)).isInstanceOf(Enforcement.Passed.class);
  }

  @Test
  void aCallThatCannotWaitAnyLongerIsRefusedAndMayComeAgain() {
    Scene scene = new Scene(Given.limit("L"));
    scene.quotas.slow();
    Call call = scene.call();
    scene.limits.enforce(call);

    Refusal refusal =
        org.assertj.core.api.Assertions.catchThrowableOfType(
            Refusal.class, () -> scene.limits.decide(call));

    assertThat(refusal.reason()).isEqualTo(Reason.RATE_LIMITED);
    assertThat(refusal).hasMessageContaining("does not answer in time");
    assertThat(refusal.retryAfterSeconds()).isBetween(1L, 5L);
  }

  @Test
  void aCallThatCannotWaitAnyLongerPassesLimitsThatLetPassUnseen() {
    Scene scene = new Scene(Given.limit("L").allowsBlind());
    scene.quotas.slow();
    Call call = scene.call();
    scene.limits.enforce(call);

    assertThat(scene.limits.decide(call).reservation().headers())
        .containsEntry("x-serai-limits-blind", "L");
    assertThat(scene.quotas.reserved()).isEqualTo(1);
  }

  @Test
  void whatPassesTheCapByItselfIsNotEvenAskedFor() {
    Scene scene = new Scene(Given.limit("L").of(Measure.OUTPUT_TOKENS, 1_000));

    Refusal refusal = scene.refused();

    assertThat(refusal.reason()).isEqualTo(Reason.LIMIT_EXCEEDED);
    assertThat(scene.quotas.asks()).isZero();
  }

  @Test
  void theRepeatsOfARefusedCallAskNobody() {
    Scene scene = new Scene(Given.limit("L").cap(1));
    scene.use(1, 1);
    scene.refused();
    int asked = scene.quotas.asks();

    for (int i = 0; i < 100; i++) scene.refused();

    assertThat(scene.quotas.asks()).isEqualTo(asked);
  }

  @Test
  void whileNobodyCanBeAskedALimitRefusesOrLetsPassAsItSays() {
    Scene refusing = new Scene(Given.limit("L"));
    Scene allowing = new Scene(Given.limit("L").allowsBlind());
    refusing.quotas.away(true);
    allowing.quotas.away(true);

    Refusal refusal = refusing.refused();
    EndedCall passed = allowing.use(1, 1);

    assertThat(refusal.reason()).isEqualTo(Reason.RATE_LIMITED);
    assertThat(refusal).hasMessageContaining("database is away");
    assertThat(passed.call().reservation().headers()).containsEntry("x-serai-limits-blind", "L");
    assertThat(allowing.limits.blindPasses()).isEqualTo(1);
    assertThat(allowing.quotas.spent("L")).as("counted all the same").isEqualTo(1);
  }

  @Test
  void aCallThatCannotBeWeighedLeavesNothingReserved() {
    Scene scene =
        new Scene(
            Given.limit("a").on(Scope.ORGANIZATION, "o"),
            Given.limit("b").of(Measure.TOTAL_TOKENS, 100_000));
    scene.use(1, 1);
    Call call = scene.pass();
    call.reservation().settle(ended(call, new Outcome.Abandoned("client_left")));
    Call broken =
        call.withCandidates(
            List.of(new Candidate(null, "m", call.candidates().getFirst().credential())));

    assertThatThrownBy(() -> scene.limits.enforce(broken)).isInstanceOf(NullPointerException.class);

    assertThat(scene.quotas.reserved()).isZero();
  }

  /** Without a first byte. */
  private static EndedCall ended(Call call, Outcome outcome) {
    return new EndedCall(call, outcome, 0, Usage.NONE, dev.serai.call.Cost.FREE, 0, 1, "", "");
  }

  private static Caller inGroups(String... groups) {
    return new Caller("o", "red", "p", "u", false, List.of(groups), "k", "ci", "s", "standard", 0);
  }

  private static Caller member(String principal) {
    return new Caller(
        "o", "red", "p", principal, false, List.of("g1"), "k", "ci", "s", "standard", 0);
  }
}
