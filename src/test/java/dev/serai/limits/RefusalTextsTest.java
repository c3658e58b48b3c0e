package dev.serai.limits;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serai.call.Refusal;
import dev.serai.call.Refusal.Reason;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a client reads when a limit says no. The clock stands at 2026-11-22 01:00 UTC. */
class RefusalTextsTest {
  private static final long DOLLAR = 1_000_000_000;

  @Test
  void aSpentBudgetSaysWhoHowMuchUntilWhenAndWhomToAsk() {
    Scene scene =
        new Scene(
            new LimitSettings("", "", LimitSettings.DefaultPrice.of("1/1")),
            Given.limit("L1")
                .on(Scope.TEAM, "red")
                .of(Measure.USD, 10 * DOLLAR)
                .per(Window.Kind.MONTH)
                .contact("platform@acme.example"));
    scene.use(10_020_000, 0);

    Refusal refusal = scene.refused();

    assertThat(refusal.reason()).isEqualTo(Reason.LIMIT_EXCEEDED);
    assertThat(refusal)
        .hasMessage(
            "Budget exceeded: team red has spent 10.02 of 10.00 USD (monthly, resets 2026-12-01)."
                + " Ask platform@acme.example, or run: serai budget request L1");
    assertThat(refusal.retryAfterSeconds()).isZero();
    assertThat(refusal.details())
        .containsEntry("limit_id", "L1")
        .containsEntry("scope", "team")
        .containsEntry("measure", "usd")
        .containsEntry("window", "month")
        .containsEntry("cap", "10")
        .containsEntry("spent", "10.02")
        .containsEntry("reserved", "0")
        .containsEntry("resets_at", "1796083200")
        .containsEntry("contact", "platform@acme.example");
    assertThat(List.copyOf(refusal.details().keySet()))
        .as("in an order that people can read")
        .startsWith("limit_id", "scope", "measure", "window", "cap", "spent", "reserved");
  }

  @Test
  void theInstallationsContactAndLinkStandInRefusals() {
    Scene scene =
        new Scene(
            new LimitSettings(
                "ops@acme.example",
                "https://serai.acme.example/limits/{limit}",
                LimitSettings.DefaultPrice.of("1/1")),
            Given.limit("L1").cap(0));

    Refusal refusal = scene.refused();

    assertThat(refusal)
        .hasMessage(
            "Request limit exceeded: key 'ci' has sent 0 of 0 requests (in total)."
                + " Ask ops@acme.example, or run: serai budget request L1"
                + " (https://serai.acme.example/limits/L1)");
    assertThat(refusal.details())
        .containsEntry("link", "https://serai.acme.example/limits/L1")
        .doesNotContainKey("resets_at");
  }

  @Test
  void aCallThatIsTooLargeForWhatIsLeftIsToldHowMuchItNeeds() {
    Scene scene =
        new Scene(Given.limit("L1").of(Measure.TOTAL_TOKENS, 10_000).per(Window.Kind.DAY))
            .maxOutput(4_000);
    scene.use(7_000, 500);

    assertThat(scene.refused())
        .hasMessage(
            "Token limit exceeded: key 'ci' has used 7,500 of 10,000 tokens, and this call needs"
                + " about 4,100 (daily, resets 2026-11-23)."
                + " To ask for more, run: serai budget request L1");
  }

  @Test
  void whatRunningCallsHoldMayBeFreeInAMoment() {
    Scene scene = new Scene(Given.limit("L1").of(Measure.OUTPUT_TOKENS, 5_000));
    scene.pass();

    Refusal refusal = scene.refused();

    assertThat(refusal.reason()).isEqualTo(Reason.RATE_LIMITED);
    assertThat(refusal)
        .hasMessage(
            "Token limit in use: key 'ci' has used 0 of 5,000 output tokens and running calls hold"
                + " 4,096; this one needs about 4,096. Try again in 2 s.");
    assertThat(refusal.retryAfterSeconds()).isEqualTo(2);
    assertThat(refusal.details()).containsEntry("spent", "0").containsEntry("reserved", "4096");
  }

  @Test
  void aLimitPerMinuteIsARateWithTheSecondsToWait() {
    Scene scene = new Scene(Given.limit("L1").cap(1).per(Window.Kind.MINUTE));
    scene.clock.millis += 18_100;
    scene.use(1, 1);

    Refusal refusal = scene.refused();

    assertThat(refusal.reason()).isEqualTo(Reason.RATE_LIMITED);
    assertThat(refusal)
        .hasMessage(
            "Rate limit reached: key 'ci' may send 1 request per minute. Try again in 42 s.");
    assertThat(refusal.retryAfterSeconds()).isEqualTo(42);
  }

  @Test
  void aLongWindowThatEndsWithinAMinuteIsWorthWaitingFor() {
    Scene scene = new Scene(Given.limit("L1").cap(1).per(Window.Kind.HOUR));
    scene.clock.millis += 3_590_000;
    scene.use(1, 1);

    Refusal refusal = scene.refused();

    assertThat(refusal.reason()).isEqualTo(Reason.RATE_LIMITED);
    assertThat(refusal.retryAfterSeconds()).isEqualTo(10);
    assertThat(refusal)
        .hasMessageContaining("(hourly, resets 02:00:00 UTC)")
        .hasMessageEndingWith("Try again in 10 s.");
  }

  @Test
  void aResetIsToldInTheTimeOfTheLimitsZone() {
    Window berlin = Window.of(Window.Kind.HOUR).in(ZoneId.of("Europe/Berlin"), null);
    Scene scene = new Scene(Given.limit("L1").cap(1).per(berlin));
    scene.use(1, 1);

    assertThat(scene.refused()).hasMessageContaining("(hourly, resets 03:00:00 Europe/Berlin)");
  }

  @Test
  void aRollingWindowSaysWhenItsOldestUseLeavesIt() {
    Window rolling = new Window(Window.Kind.ROLLING, Duration.ofHours(5), ZoneOffset.UTC, null);
    Scene scene = new Scene(Given.limit("L1").cap(1).per(rolling));
    scene.use(1, 1);
    scene.clock.millis += 3_600_000;

    Refusal refusal = scene.refused();

    assertThat(refusal.reason()).isEqualTo(Reason.LIMIT_EXCEEDED);
    assertThat(refusal).hasMessageContaining("(in the last 5h, frees from 2026-11-22 06:05 UTC)");
    assertThat(refusal.details()).containsEntry("window", "rolling 5h");
  }

  @Test
  void anEndUserReadsThatItIsItsOwnLimit() {
    Scene scene = new Scene(Given.limit("L1").on(Scope.END_USER, "k").cap(0)).endUser("ann");

    assertThat(scene.refused()).hasMessageContaining("end user 'ann' of red has sent 0 of 0");
  }

  @Test
  void everySentenceIsOneLine() {
    Scene scene = new Scene(Given.limit("L1").cap(0));

    assertThat(scene.refused().getMessage()).doesNotContain("\n");
  }

  @Test
  void whatNoWindowHasRoomForIsNotToBeTriedAgain() {
    Scene scene =
        new Scene(Given.limit("L1").of(Measure.TOTAL_TOKENS, 1_000).per(Window.Kind.MINUTE))
            .maxOutput(5_000);

    Refusal refusal = scene.refused();

    assertThat(refusal.reason()).isEqualTo(Reason.LIMIT_EXCEEDED);
    assertThat(refusal.retryAfterSeconds()).isZero();
    assertThat(refusal)
        .hasMessageStartingWith(
            "Token limit exceeded: key 'ci' has used 0 of 1,000 tokens, and this call needs about"
                + " 4,196 (per minute, ");
  }
}
