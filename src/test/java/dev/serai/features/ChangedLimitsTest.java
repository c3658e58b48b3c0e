package dev.serai.features;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serai.limits.LimitPatch;
import dev.serai.limits.ManagedLimits;
import dev.serai.limits.Measure;
import dev.serai.limits.NewLimit;
import dev.serai.limits.Scope;
import dev.serai.testing.Answer;
import dev.serai.testing.Dialects;
import dev.serai.testing.Gate;
import dev.serai.testing.GatewayUnderTest;
import java.math.BigDecimal;
import java.util.Collections;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Limits that an admin changes at one gateway, for calls that come to another. */
class ChangedLimitsTest {
  private static Fleet fleet;
  private static GatewayUnderTest other;
  private static Client there;

  private String limit = "";

  @BeforeAll
  static void start() {
    fleet = new Fleet("");
    other = fleet.replica();
    there = new Client(other);
  }

  @AfterAll
  static void stop() {
    other.close();
    fleet.close();
  }

  @BeforeEach
  void reset() {
    fleet.reset();
    fleet.first.otherwise(Dialects::answer);
  }

  @AfterEach
  void delete() throws Exception {
    limits().delete(limit);
    await("\"limits\":[]");
  }

  private static ManagedLimits limits() {
    return fleet.gateway.bean(ManagedLimits.class);
  }

  private void limit(Measure measure, String cap) throws Exception {
    limit = limits().create(NewLimit.of(Scope.KEY, "ci", measure, "total", cap)).limit().id();
    await(limit);
  }

  /** Until the other gateway has heard of it: a second, or this test fails on a slow machine. */
  private static void await(String text) throws Exception {
    for (int i = 0; i < 2_000; i++) {
      if (there.get("/v1/budget").text().contains(text)) return;
      Thread.onSpinWait();
    }
    throw new AssertionError("never heard: " + text);
  }

  private static int ask() throws Exception {
    return there.ask(Dialects.OPENAI_CHAT, "m", false).status();
  }

  private void spent() throws Exception {
    limit(Measure.REQUESTS, "1");
    assertThat(ask()).isEqualTo(200);
    assertThat(ask()).isEqualTo(402);
  }

  @Test
  void aRaisedOneLetsCallsThrough() throws Exception {
    spent();

    limits().update(limit, LimitPatch.cap(new BigDecimal(2)));
    await("\"cap\":2");

    assertThat(ask()).isEqualTo(200);
    assertThat(ask()).isEqualTo(402);
  }

  @Test
  void aLoweredOneHoldsAtOnce() throws Exception {
    limit(Measure.REQUESTS, "1000");
    assertThat(ask()).isEqualTo(200);

    limits().update(limit, LimitPatch.cap(new BigDecimal(1)));
    await("\"cap\":1,");

    assertThat(ask()).isEqualTo(402);
  }

  @Test
  void aPausedOneLetsAllThroughUntilItIsResumed() throws Exception {
    spent();

    limits().update(limit, LimitPatch.paused(true));
    await("\"paused\":true");
    for (int i = 0; i < 3; i++) assertThat(ask()).isEqualTo(200);

    limits().update(limit, LimitPatch.paused(false));
    await("\"paused\":false");
    assertThat(ask()).isEqualTo(402);
  }

  @Test
  void oneThatIsResetBeginsAnew() throws Exception {
    spent();

    limits().reset(limit);
    await("\"spent\":0");

    assertThat(ask()).isEqualTo(200);
    assertThat(ask()).isEqualTo(402);
  }

  @ParameterizedTest
  @EnumSource
  void aStreamGoesOnWhenItsLimitIsPausedUnderIt(Dialects dialect) throws Exception {
    limit(Measure.OUTPUT_TOKENS, "100");
    Answer whole = dialect.streamed("m", Collections.nCopies(300, "word").toArray(String[]::new));
    Gate gate = new Gate();
    fleet.first.otherwise(whole.gateAt(whole.length() / 10, gate));

    try (Wire wire =
        new Wire(other)
            .send(Wire.post(dialect.path("m", true), dialect.request("m", "hello", true)))) {
      wire.head();
      gate.awaitReached();
      limits().update(limit, LimitPatch.paused(true));
      await("\"paused\":true");
      gate.open();

      Wire.Streamed got = wire.streamed();
      assertThat(got.whole()).isTrue();
      assertThat(got.body().split("\"word\"", -1)).hasSizeGreaterThan(250);
    }
  }
}
