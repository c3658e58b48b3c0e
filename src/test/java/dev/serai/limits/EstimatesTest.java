package dev.serai.limits;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serai.call.Call;
import dev.serai.call.Operation;
import dev.serai.call.Usage;
import org.junit.jupiter.api.Test;

/** What a call reserves before anybody knows what it will use. */
class EstimatesTest {
  private static final Given OUTPUT = Given.limit("L").of(Measure.OUTPUT_TOKENS, 100_000_000);
  private static final Given INPUT = Given.limit("L").of(Measure.INPUT_TOKENS, 100_000_000);
  private static final Given USD = Given.limit("L").of(Measure.USD, 1_000_000_000_000L);

  @Test
  void knowsNothingAtFirstAndAssumesAsMuchAsIsUsual() {
    assertThat(reserves(new Scene(OUTPUT).streamed())).isEqualTo(1_024);
    assertThat(reserves(new Scene(OUTPUT))).isEqualTo(4_096);
    assertThat(reserves(new Scene(INPUT).body(3_500))).isBetween(999L, 1_001L);
  }

  @Test
  void theClientsOwnMaximumBoundsTheOutput() {
    assertThat(reserves(new Scene(OUTPUT).streamed().maxOutput(100))).isEqualTo(100);
    assertThat(reserves(new Scene(OUTPUT).maxOutput(5_000))).isEqualTo(4_096);
  }

  @Test
  void hardReservesTheMaximumAndABytePerToken() {
    assertThat(reserves(new Scene(OUTPUT.hard()).maxOutput(9_000))).isEqualTo(9_000);
    assertThat(reserves(new Scene(OUTPUT.hard()))).isEqualTo(Figures.UNNAMED_OUTPUT);
    assertThat(reserves(new Scene(INPUT.hard()).body(3_500)))
        .isEqualTo(3_500 + Figures.ADDED_INPUT);
    assertThat(reserves(new Scene(USD.hard()).body(3_500).maxOutput(100)))
        .isEqualTo(4_500 * 1_000 + 100 * 10_000);
  }

  @Test
  void embeddingsHaveNoOutput() {
    assertThat(reserves(new Scene(OUTPUT.hard()).operation(Operation.EMBEDDINGS))).isZero();
  }

  @Test
  void learnsHowMuchAModelWrites() {
    Scene scene = new Scene(OUTPUT).streamed();
    for (int i = 0; i < 100; i++) scene.use(100, i < 95 ? 200 : 3_000);

    assertThat(reserves(scene)).isBetween(200L, 225L);
    assertThat(reserves(scene.candidates(Scene.candidate("other", "m")))).isEqualTo(1_024);
  }

  @Test
  void aCallThatCannotBeCutReservesWhatNearlyAllNeed() {
    Scene scene = new Scene(OUTPUT);
    for (int i = 0; i < 100; i++) scene.use(100, i < 95 ? 200 : 3_000);

    assertThat(reserves(scene)).isBetween(3_000L, 3_400L);
  }

  @Test
  void learnsTokensPerByte() {
    Scene scene = new Scene(INPUT).body(4_000);
    for (int i = 0; i < 50; i++) scene.use(2_000, 10);

    assertThat(reserves(scene)).isBetween(2_000L, 2_260L);
  }

  @Test
  void learnsThatCachedInputCostsLess() {
    Scene scene = new Scene(USD).body(400_000).streamed().maxOutput(1);
    long before = reserves(scene);
    scene.prices.overrideWith(
        java.util.List.of(
            dev.serai.prices.PriceRow.flat(
                Scene.FAMILY,
                "m",
                dev.serai.prices.Rates.of(
                    java.util.Map.of("input", "1", "cache-read", "0.1", "output", "10")))));
    for (int i = 0; i < 50; i++) {
      Call call = scene.pass();
      call.reservation()
          .settle(scene.served(call, new Usage(1_000, 0, 99_000, 0, 0, 0, 1, 0, 0, 0, false)));
    }

    long after = reserves(scene);

    assertThat(before).isGreaterThan(100_000 * 1_000);
    assertThat(after).isBetween(10_900L * 1_000, 13_000L * 1_000);
  }

  @Test
  void figuresThatWeCountedOurselvesTeachNothing() {
    Scene scene = new Scene(OUTPUT).streamed();
    for (int i = 0; i < 50; i++) {
      Call call = scene.pass();
      call.reservation().settle(scene.served(call, new Usage(5, 0, 0, 0, 0, 0, 5, 0, 0, 0, true)));
    }

    assertThat(reserves(scene)).isEqualTo(1_024);
  }

  @Test
  void aHistogramTellsQuantilesToAnEighth() {
    Histogram histogram = new Histogram();
    for (int i = 1; i <= 1_000; i++) histogram.add(i);

    assertThat(histogram.usual(0)).isBetween(890L, 1_013L);
    assertThat(histogram.high(0)).isBetween(980L, 1_115L);
  }

  @Test
  void aHistogramForgetsWhatIsLongAgo() {
    Histogram histogram = new Histogram();
    for (int i = 0; i < 1_000; i++) histogram.add(50_000);
    for (int i = 0; i < 8_000; i++) histogram.add(100);

    assertThat(histogram.high(0)).isBetween(100L, 112L);
  }

  @Test
  void everyValueLiesInABucketThatReachesUpToIt() {
    for (long value = 0; value < 1L << 26; value += 1 + value / 97) {
      int bucket = Histogram.bucket(value);

      assertThat(Histogram.largest(bucket)).isGreaterThanOrEqualTo(value);
      if (bucket > 0) assertThat(Histogram.largest(bucket - 1)).isLessThan(value);
    }
  }

  /** What one more call takes, which is given back. */
  private static long reserves(Scene scene) {
    long before = scene.quotas.reserved();
    Call call = scene.pass();
    long reserved = scene.quotas.reserved() - before;
    call.reservation().settle(scene.served(call.withAttempts(java.util.List.of()), Usage.NONE));
    return reserved;
  }
}
