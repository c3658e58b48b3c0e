package dev.serai.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class BucketsTest {
  private long now;

  @Test
  void aBurstIsTakenAtOnceAndTheRestAsItFills() {
    Buckets buckets = new Buckets(60, 3, () -> now);

    assertThat(taken(buckets, "a", 5)).isEqualTo(3);
    assertThat(buckets.take("a")).isEqualTo(1);
    now += TimeUnit.SECONDS.toNanos(2);
    assertThat(taken(buckets, "a", 5)).isEqualTo(2);
    now += TimeUnit.HOURS.toNanos(1);
    assertThat(taken(buckets, "a", 5)).isEqualTo(3);
  }

  @Test
  void eachHasItsOwn() {
    Buckets buckets = new Buckets(60, 1, () -> now);

    assertThat(taken(buckets, "a", 2)).isEqualTo(1);
    assertThat(taken(buckets, "b", 2)).isEqualTo(1);
  }

  @Test
  void saysHowLongItTakesWhenFewAreAllowed() {
    Buckets buckets = new Buckets(2, 100, () -> now);

    assertThat(taken(buckets, "a", 5)).isEqualTo(2);
    assertThat(buckets.take("a")).isEqualTo(30);
  }

  @Test
  void zeroHasNoEnd() {
    assertThat(taken(new Buckets(0, 5, () -> now), "a", 100)).isEqualTo(100);
  }

  @Test
  void askingTakesNone() {
    Buckets buckets = new Buckets(60, 1, () -> now);

    assertThat(buckets.ask("a")).isZero();
    assertThat(buckets.ask("a")).isZero();
    assertThat(buckets.take("a")).isZero();
    assertThat(buckets.ask("a")).isEqualTo(1);
  }

  @Test
  void holdsNoMoreThanItsBoundAndForgetsWhoWasThereLongestAgo() {
    Buckets buckets = new Buckets(60, 1, () -> now);
    buckets.take("first");
    buckets.take("second");

    for (int i = 0; i < Buckets.MOST - 1; i++) buckets.take("other " + i);

    assertThat(buckets.ask("first")).isZero();
    assertThat(buckets.ask("second")).isPositive();
  }

  private static int taken(Buckets buckets, String of, int tries) {
    int taken = 0;
    for (int i = 0; i < tries; i++) if (buckets.take(of) == 0) taken++;
    return taken;
  }
}
