package dev.serai.features;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serai.dispatch.CredentialHealth;
import dev.serai.testing.Answer;
import dev.serai.testing.Dialects;
import dev.serai.testing.Gate;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a provider does wrong after it has begun, or when the call's time is nearly over. */
class LateFailuresTest {
  private Fleet fleet;

  @AfterEach
  void stop() {
    fleet.close();
  }

  @ParameterizedTest
  @EnumSource
  void aReplyThatBreaksOffIsToldToTheBreaker(Dialects dialect) throws Exception {
    fleet =
        new Fleet("", "serai.dispatch.breaker-minimum", "2", "serai.dispatch.breaker-calls", "2");
    Gate open = new Gate();
    open.open();
    fleet.first.answer(AfterContent.CLOSED_BETWEEN_EVENTS.of(dialect, open));
    fleet.first.otherwise(dialect.streamed("m", "from the ", "spare"));

    try {
      assertThat(fleet.client.ask(dialect, "m", true).text()).doesNotContain("third");
    } catch (IOException cut) {
      // some dialects have no other way to say it
    }

    assertThat(fleet.client.ask(dialect, "m", true).text()).contains("spare");
    assertThat(fleet.gateway.bean(CredentialHealth.class).states()).containsValue("open");
    assertThat(FallbackTest.credential(fleet.first.requests().getLast())).isEqualTo(Fleet.SPARE);
  }

  @ParameterizedTest
  @EnumSource
  @Timeout(value = 60, unit = TimeUnit.SECONDS)
  void whoIsAskedLastHasOnlyWhatTheCallHasLeft(Dialects dialect) throws Exception {
    fleet = new Fleet("", "serai.dispatch.time", "2s");
    fleet.first.otherwise(dialect.error(500, "broken"));
    fleet.second.otherwise(Answer.silence());

    Client.Got got = fleet.client.ask(dialect, "m", false);

    assertThat(got.status()).isGreaterThanOrEqualTo(500);
    assertThat(fleet.second.requests()).hasSize(1);
    assertThat(Records.of(fleet.gateway, got).get("attempt_list").toString())
        .contains("\"timeout\"");
  }
}
