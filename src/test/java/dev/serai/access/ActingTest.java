package dev.serai.access;

import static dev.serai.access.Permission.*;
import static org.assertj.core.api.Assertions.assertThat;

import dev.serai.access.Acting.Origin;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ActingTest {
  private static final Place ACME = Place.organization("acme");
  private static final Actor ANN =
      new Actor(
          Actor.Kind.USER,
          "ann",
          "Ann",
          "",
          new Grants("acme", List.of(Grant.everywhere("acme", Set.of(TEAMS_VIEW)))));

  @Test
  void withinARequestItsActorDecides() {
    boolean[] may =
        Acting.as(
            ANN,
            new Origin("api", "127.0.0.1"),
            () ->
                new boolean[] {
                  Acting.may(TEAMS_VIEW, ACME),
                  Acting.may(TEAMS_MANAGE, ACME),
                  Acting.where(TEAMS_MANAGE).nowhere(),
                  Acting.origin().surface().equals("api")
                });

    assertThat(may).containsExactly(true, false, true, true);
  }

  @Test
  void outsideOfOneTheGatewayItselfActs() {
    assertThat(Acting.actor()).isEmpty();
    assertThat(Acting.may(ORGANIZATION_MANAGE, ACME)).isTrue();
    assertThat(Acting.where(ORGANIZATION_MANAGE).everywhere()).isTrue();
    assertThat(Acting.origin()).isEqualTo(Origin.SYSTEM);
  }
}
