package dev.serai.limits;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serai.call.Caller;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How limits stand, for people who ask. */
class ReadingsTest {
  private static final Caller CALLER =
      new Caller("o", "red", "p", "u", false, List.of("g1"), "k", "ci", "s", "standard", 30);

  @Test
  void allThatApplyToACallerAreListedInTheOrderTheyAreTakenFrom() {
    Scene scene =
        new Scene(
                Given.limit("c").on(Scope.KEY, "k").cap(8),
                Given.limit("b").on(Scope.GROUP_MEMBER, "g1").cap(9),
                Given.limit("a").on(Scope.END_USER, "k").cap(9),
                Given.limit("x").on(Scope.TEAM, "blue").cap(9),
                Given.limit("d").on(Scope.ORGANIZATION, "o").cap(10))
            .caller(CALLER)
            .endUser("ann");
    scene.use(1, 1);
    scene.use(1, 1);

    List<LimitStanding> standings = scene.limits.of(CALLER);

    assertThat(standings)
        .extracting(standing -> standing.limit().id())
        .containsExactly("d", "b", "c", "key:k:requests-per-minute");
    assertThat(standings).allMatch(standing -> standing.standing().spent() == 2);
    assertThat(standings.getFirst().utilisation()).isEqualTo(20.0);
    assertThat(standings.get(1).member()).isEqualTo("u");
  }

  @Test
  void aMembersQuotaStandsAlone() {
    Scene scene = new Scene(Given.limit("a").on(Scope.END_USER, "k").cap(9)).endUser("ann");
    scene.use(1, 1);

    assertThat(scene.limits.standing("a", "ann").orElseThrow().standing().spent()).isEqualTo(1);
    assertThat(scene.limits.standing("a", "bob")).isEmpty();
    assertThat(scene.limits.standing("none", "")).isEmpty();
  }

  @Test
  void whatThisReplicaHasNotHeardOfIsAskedForOnce() {
    Scene scene = new Scene(Given.limit("a").cap(9), Given.limit("b").cap(9).warns());

    assertThat(scene.limits.current(CALLER).toCompletableFuture()).isCompleted();
    assertThat(scene.limits.current(CALLER).toCompletableFuture()).isCompleted();

    assertThat(scene.quotas.asks()).as("both, and the key's rate").isEqualTo(3);
    assertThat(scene.quotas.reserved()).isZero();
  }

  @Test
  void whatOnlyThisReplicaKnowsOfIsNotTakenForAll() {
    Scene scene = new Scene(Given.limit("a").cap(9).warns());
    scene.quotas.silent();

    assertThat(scene.limits.of(CALLER)).isNotEmpty();

    assertThat(scene.limits.standing("a", "")).isEmpty();
  }
}
