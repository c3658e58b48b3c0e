package dev.serai.limits;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serai.call.Call;
import dev.serai.call.Charge;
import dev.serai.call.EndedCall;
import dev.serai.call.Refusal.Reason;
import dev.serai.call.Reservation;
import dev.serai.call.Usage;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What a running call holds: it takes more as it goes, and gives back what it did not use. */
class RunningCallsTest {
  /** 100 tokens of input at 1,000, and 1,024 of output at 10,000. */
  private static final long ESTIMATE = 100 * 1_000 + 1_024 * 10_000;

  @Test
  void aStreamReservesWhatSuchCallsUsuallyUse() {
    Scene scene = new Scene(Given.limit("L").of(Measure.USD, 1_000_000_000)).streamed();

    scene.pass();

    assertThat(scene.quotas.reserved()).isEqualTo(ESTIMATE);
  }

  @Test
  void aStreamTakesMoreBeforeItHasUsedUpWhatItHolds() {
    Scene scene =
        new Scene(
                LimitSettings.defaults(),
                10_000,
                Given.limit("L").of(Measure.OUTPUT_TOKENS, 1_000_000))
            .streamed();
    Reservation held = scene.pass().reservation();

    assertThat(held.extend(900)).isTrue();
    assertThat(scene.quotas.reserved()).as("still enough").isEqualTo(1_024);
    assertThat(held.extend(1_000)).isTrue();
    assertThat(scene.quotas.reserved()).as("64 ahead, and a step").isEqualTo(1_000 + 64 + 256);
    assertThat(held.extend(8_000)).isTrue();
    assertThat(scene.quotas.reserved()).as("5 % ahead").isEqualTo(8_000 + 400 + 256);
  }

  @Test
  void aStreamPausesWhenNothingIsLeftInMemoryAndGoesOnWhenOthersGiveBack() {
    Scene scene = new Scene(Given.limit("L").of(Measure.OUTPUT_TOKENS, 3_000)).streamed();
    scene.quotas.others(1_900);
    Reservation held = scene.pass().reservation();

    assertThat(held.extend(1_000)).as("the rest at hand is less than a step").isTrue();
    assertThat(held.extend(1_100)).isFalse();
    scene.quotas.others(0);

    assertThat(done(held.replenish(1_100))).isTrue();
    assertThat(held.extend(1_100)).isTrue();
  }

  @Test
  void aStreamEndsWithTheReasonWhenNobodyHasAnyLeft() {
    Scene scene = new Scene(Given.limit("L").of(Measure.OUTPUT_TOKENS, 1_200)).streamed();
    Reservation held = scene.pass().reservation();

    long produced = 0;
    while (held.extend(produced)) produced += 10;

    assertThat(produced).isBetween(1_200L, 1_210L);
    assertThat(done(held.replenish(produced))).isFalse();
    assertThat(held.exhausted().reason()).isEqualTo(Reason.LIMIT_EXCEEDED);
    assertThat(held.exhausted()).hasMessageContaining("1,200 output tokens");
  }

  @Test
  void takingMoreIsAllOrNothingOverAllLimits() {
    Scene scene =
        new Scene(
                Given.limit("a").of(Measure.OUTPUT_TOKENS, 100_000),
                Given.limit("b").of(Measure.OUTPUT_TOKENS, 1_024))
            .streamed();
    Reservation held = scene.pass().reservation();
    long reserved = scene.quotas.reserved();

    assertThat(held.extend(1_024)).isFalse();

    assertThat(scene.quotas.reserved()).isEqualTo(reserved);
  }

  @Test
  void nearTheCapAStreamBeginsWithWhatIsLeft() {
    Scene scene = new Scene(Given.limit("L").of(Measure.USD, ESTIMATE / 2)).streamed();

    Reservation held = scene.pass().reservation();

    long produced = 0;
    while (held.extend(produced)) produced++;
    assertThat(produced).isEqualTo((ESTIMATE / 2 - 100_000) / 10_000);
  }

  @Test
  void aCallThatIsNotStreamedDoesNotBeginWithLessThanItMayUse() {
    Scene scene = new Scene(Given.limit("L").of(Measure.USD, ESTIMATE));

    assertThat(scene.refused().reason()).isEqualTo(Reason.LIMIT_EXCEEDED);

    scene.maxOutput(1_000).pass();
  }

  @Test
  void aStreamIsNotHeldUpByLimitsThatOnlyWarn() {
    Scene scene = new Scene(Given.limit("L").of(Measure.OUTPUT_TOKENS, 10).warns()).streamed();

    assertThat(scene.pass().reservation().extend(1_000_000)).isTrue();
  }

  @Test
  void aStreamUnderAHardLimitHoldsItsMaximumFromTheStart() {
    Scene scene =
        new Scene(Given.limit("L").of(Measure.TOTAL_TOKENS, 10_000).hard())
            .streamed()
            .maxOutput(5_000);

    Reservation held = scene.pass().reservation();

    assertThat(scene.quotas.reserved()).isEqualTo(350 + 1_000 + 5_000);
    assertThat(held.extend(5_000)).isTrue();
    assertThat(scene.quotas.reserved()).isEqualTo(350 + 1_000 + 5_000);
  }

  @Test
  void aStreamHoldsNoMoreThanTheClientsOwnMaximum() {
    Scene scene =
        new Scene(Given.limit("L").of(Measure.OUTPUT_TOKENS, 10_000)).streamed().maxOutput(10);

    Reservation held = scene.pass().reservation();

    assertThat(held.extend(0)).isTrue();
    assertThat(held.extend(10)).isTrue();
    assertThat(scene.quotas.reserved()).isEqualTo(10);
  }

  @Test
  void settlingKeepsWhatWasUsedAndGivesBackTheRest() {
    Scene scene =
        new Scene(
            Given.limit("usd").of(Measure.USD, 1_000_000_000),
            Given.limit("requests").cap(5),
            Given.limit("in").of(Measure.INPUT_TOKENS, 100_000),
            Given.limit("out").of(Measure.OUTPUT_TOKENS, 100_000),
            Given.limit("all").of(Measure.TOTAL_TOKENS, 100_000));

    EndedCall ended = scene.use(200, 30);

    assertThat(scene.quotas.spent("usd")).isEqualTo(200 * 1_000 + 30 * 10_000);
    assertThat(scene.quotas.spent("requests")).isEqualTo(1);
    assertThat(scene.quotas.spent("in")).isEqualTo(200);
    assertThat(scene.quotas.spent("out")).isEqualTo(30);
    assertThat(scene.quotas.spent("all")).isEqualTo(230);
    assertThat(scene.quotas.reserved()).isZero();
    assertThat(ended.call().reservation().charges())
        .extracting(Charge::amount)
        .containsExactlyInAnyOrder(500_000L, 1L, 200L, 30L, 230L);
  }

  @Test
  void aCallIsSettledOnce() {
    Scene scene = new Scene(Given.limit("L").of(Measure.TOTAL_TOKENS, 100_000));
    Call call = scene.pass();
    EndedCall ended = scene.served(call, 200, 30);

    List<Charge> first = call.reservation().settle(ended);
    List<Charge> second = call.reservation().settle(ended);

    assertThat(second).isEqualTo(first);
    assertThat(scene.quotas.spent("L")).isEqualTo(230);
  }

  @Test
  void whatIsTakenForAStreamAfterItsEndIsNotKept() {
    Scene scene = new Scene(Given.limit("L").of(Measure.OUTPUT_TOKENS, 1_000_000)).streamed();
    Call call = scene.pass();
    call.reservation().settle(scene.served(call, 1, 1));

    call.reservation().extend(50_000);
    done(call.reservation().replenish(60_000));

    assertThat(scene.quotas.reserved()).isZero();
  }

  @Test
  void useBeyondTheReservationCountsInFull() {
    Scene scene = new Scene(Given.limit("L").of(Measure.TOTAL_TOKENS, 6_000));

    scene.use(5_000, 4_000);

    assertThat(scene.quotas.spent("L")).isEqualTo(9_000);
    assertThat(scene.refused()).hasMessageContaining("9,000 of 6,000 tokens");
  }

  @Test
  void aCallBelongsToTheWindowItBeganIn() {
    Scene scene =
        new Scene(Given.limit("L").of(Measure.OUTPUT_TOKENS, 2_000).per(Window.Kind.HOUR))
            .streamed();
    Call early = scene.pass();
    scene.clock.millis += 3_600_000;
    Call late = scene.pass();

    assertThat(early.reservation().extend(1_000)).as("the first hour has room").isTrue();
    early.reservation().settle(scene.served(early, 1, 1_900));
    late.reservation().settle(scene.served(late, 1, 10));
    scene.limits.sweep();

    assertThat(scene.limits.of(early.caller()).getFirst().standing().spent()).isEqualTo(10);
    assertThat(scene.quotas.closes()).as("the first hour is over and settled").isEqualTo(1);
  }

  @Test
  void aFallbackIsPaidAtTheDearestOfTheCandidatesThatAreLeft() {
    Scene scene = new Scene(Given.limit("L").of(Measure.USD, 1_000_000_000)).streamed();
    scene.candidates(Scene.candidate("acme", "m"), Scene.candidate("luxury", "dear"));
    scene.prices.overrideWith(List.of(row("m", "1", "10"), row("dear", "3", "30")));

    scene.pass();

    assertThat(scene.quotas.reserved()).isEqualTo(3 * ESTIMATE);
  }

  @Test
  void cachedInputCountsForWhatItCost() {
    Scene scene = new Scene(Given.limit("L").of(Measure.USD, 1_000_000_000));
    Usage cached = new Usage(10, 0, 90, 0, 0, 0, 5, 0, 0, 0, false);
    Call call = scene.pass();
    EndedCall ended = scene.served(call, cached);

    call.reservation().settle(ended);

    assertThat(scene.quotas.spent("L")).isEqualTo(ended.cost().nanos());
  }

  private static dev.serai.prices.PriceRow row(String model, String input, String output) {
    return dev.serai.prices.PriceRow.flat(
        Scene.FAMILY,
        model,
        dev.serai.prices.Rates.of(java.util.Map.of("input", input, "output", output)));
  }

  private static boolean done(java.util.concurrent.CompletionStage<Boolean> answer) {
    CompletableFuture<Boolean> future = answer.toCompletableFuture();
    return future.orTimeout(10, java.util.concurrent.TimeUnit.SECONDS).join();
  }
}
