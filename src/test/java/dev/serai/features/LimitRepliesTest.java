package dev.serai.features;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serai.call.Refusal;
import dev.serai.pipeline.FakeLimits;
import dev.serai.pipeline.FakeReservation;
import dev.serai.testing.Answer;
import dev.serai.testing.Dialects;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What clients are told about their limits. */
class LimitRepliesTest {
  private static final String WARNING = "01L; scope=key; measure=usd; window=month; used=83%";
  private static final FakeLimits LIMITS = new FakeLimits();
  private static Fleet fleet;

  @BeforeAll
  static void start() {
    fleet = Fleet.with(starter -> starter.beans(LIMITS));
  }

  @AfterAll
  static void stop() {
    fleet.close();
  }

  @BeforeEach
  void reset() {
    fleet.reset();
    LIMITS.reserve(
        new FakeReservation(Long.MAX_VALUE).headers(Map.of("x-serai-limit-warning", WARNING)));
  }

  @ParameterizedTest
  @EnumSource
  void warnsOnEveryReplyAboveAThreshold(Dialects dialect) throws Exception {
    fleet.first.answer(dialect.reply("m", "whole"), dialect.streamed("m", "in", " pieces"));

    assertThat(fleet.client.ask(dialect, "m", false).header("x-serai-limit-warning"))
        .isEqualTo(WARNING);
    assertThat(fleet.client.ask(dialect, "m", true).header("x-serai-limit-warning"))
        .isEqualTo(WARNING);
  }

  @Test
  void warnsOnErrorsOfAProviderToo() throws Exception {
    fleet.first.answer(Answer.json(400, "{}"));

    assertThat(fleet.client.ask(Dialects.OPENAI_CHAT, "m", false).header("x-serai-limit-warning"))
        .isEqualTo(WARNING);
  }

  @ParameterizedTest
  @EnumSource
  void refusesCodexInTheBodyThatItShowsWhateverTheDialect(Dialects dialect) throws Exception {
    LIMITS.refuse(
        new Refusal(
            Refusal.Reason.LIMIT_EXCEEDED,
            FakeReservation.SENTENCE,
            0,
            Map.of("limit_id", "01L", "cap", "10", "spent", "10.02", "contact", "ops")));
    String path = dialect.path("m", true);
    String body = dialect.request("m", "hello", true);

    for (String[] codex :
        new String[][] {{"originator", "codex_exec"}, {"user-agent", "codex_cli_rs/0.169.0"}}) {
      Client.Got got = fleet.client.post(path, body, codex);
      assertThat(got.status()).isEqualTo(429);
      assertThat(got.header("x-codex-promo-message") + ".").isEqualTo(FakeReservation.SENTENCE);
      assertThat(got.header("retry-after")).isEmpty();
      assertThat(got.text())
          .contains("\"type\":\"usage_limit_reached\"", "\"spent\":10.02", "\"contact\":\"ops\"");
    }
    Client.Got other = fleet.client.post(path, body);
    assertThat(other.status()).isEqualTo(402);
    assertThat(other.header("x-should-retry")).isEqualTo("false");
    assertThat(other.header("x-codex-promo-message")).isEmpty();
    assertThat(fleet.first.requests()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void keepsTheEndUserFromTheProvider(Dialects dialect) throws Exception {
    fleet.first.answer(dialect.reply("m", "ok"));

    fleet.client.post(
        dialect.path("m", false),
        dialect.request("m", "hello", false),
        "x-serai-end-user",
        "alice@example.org");

    assertThat(fleet.first.lastRequest().headers().toString()).doesNotContain("alice");
    assertThat(Records.last(fleet.gateway)).containsEntry("end_user", "alice@example.org");
  }
}
