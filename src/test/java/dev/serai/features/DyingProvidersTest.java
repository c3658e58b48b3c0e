package dev.serai.features;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serai.testing.Dialects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is left when a provider's retry budget is spent. */
class DyingProvidersTest {
  private static Fleet fleet;

  @BeforeAll
  static void start() {
    fleet =
        new Fleet("", "serai.dispatch.retry-budget", "0", "serai.dispatch.retries-per-second", "0");
  }

  @AfterAll
  static void stop() {
    fleet.close();
  }

  @BeforeEach
  void reset() {
    fleet.reset();
  }

  @ParameterizedTest
  @EnumSource
  void areNotAskedAgainWithAnotherCredentialButTheNextProviderIs(Dialects dialect)
      throws Exception {
    fleet.first.answer(dialect.error(500, "broken"));
    fleet.second.answer(dialect.reply("m", "second"));

    assertThat(fleet.client.ask(dialect, "m", false).text()).contains("second");

    assertThat(fleet.first.requests()).hasSize(1);
  }

  @ParameterizedTest
  @EnumSource
  void theirErrorIsPassedOnWhenNobodyElseIsLeft(Dialects dialect) throws Exception {
    fleet.first.answer(dialect.error(500, "broken"));
    fleet.second.answer(dialect.error(503, "the last word"));

    Client.Got got = fleet.client.ask(dialect, "m", false);

    assertThat(got.status()).isEqualTo(503);
    assertThat(got.text()).contains("the last word");
    assertThat(fleet.first.requests()).hasSize(1);
    assertThat(fleet.second.requests()).hasSize(1);
  }

  @ParameterizedTest
  @EnumSource
  void aRateLimitIsNoDyingProvider(Dialects dialect) throws Exception {
    fleet.first.answer(dialect.error(429, "slow down"), dialect.reply("m", "spare"));

    assertThat(fleet.client.ask(dialect, "m", false).text()).contains("spare");
  }
}
