package dev.serai.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serai.call.Candidate;
import dev.serai.call.Credential;
import dev.serai.call.Provider;
import dev.serai.call.Secret;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.IntSupplier;
import org.junit.jupiter.api.Test;

class CredentialHealthTest {
  private static final Candidate CANDIDATE =
      new Candidate(
          new Provider(
              "p",
              "p",
              "http://127.0.0.1",
              Set.of(),
              List.of(),
              Provider.Auth.BEARER,
              true,
              "",
              Provider.Timeouts.DEFAULT),
          "m",
          new Credential("c1", "main", "p", Secret.of("s")));

  private final CredentialHealth health =
      new CredentialHealth(
          new DispatchSettings(
              5,
              Duration.ofMinutes(1),
              2,
              2,
              50,
              Duration.ofHours(1),
              1,
              Duration.ofMinutes(1),
              20,
              10),
          Clock.systemUTC());

  private void open() {
    for (int i = 0; i < 2; i++) {
      assertThat(health.admits(CANDIDATE)).isTrue();
      health.failed(CANDIDATE, 1, new IllegalStateException("down"));
    }
    assertThat(health.states()).containsEntry("c1", "open");
  }

  @Test
  void closesWhenASlowProbeSucceedsAfterTheBreakerHasOpenedAgain() {
    open();

    health.succeeded(CANDIDATE, 1);

    assertThat(health.states()).containsEntry("c1", "closed");
    assertThat(health.admits(CANDIDATE)).isTrue();
  }

  @Test
  void tellsOfEachBreakerWithItsState() {
    List<IntSupplier> told = new ArrayList<>();
    health.onBreaker((id, state) -> told.add(state));

    open();

    assertThat(told).hasSize(1);
    assertThat(told.getFirst().getAsInt()).isEqualTo(2);
  }
}
