package dev.serai.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RetryBudgetTest {
  private final AtomicLong nanos = new AtomicLong();

  private RetryBudget budget(int percent, int perSecond) {
    return new RetryBudget(
        new DispatchSettings(
            5,
            Duration.ofMinutes(1),
            2,
            2,
            50,
            Duration.ofHours(1),
            1,
            Duration.ofMinutes(1),
            percent,
            perSecond),
        nanos::get);
  }

  private static int repeated(RetryBudget budget, int calls) {
    int repeated = 0;
    for (int i = 0; i < calls; i++) {
      budget.called("p");
      if (budget.takes("p")) repeated++;
    }
    return repeated;
  }

  @Test
  void aDyingProviderIsAskedAFifthMoreAtMost() {
    assertThat(repeated(budget(20, 10), 10_000)).isBetween(2_000, 2_010);
  }

  @Test
  void aProviderWithFewCallsMayAlwaysBeAskedAgain() {
    RetryBudget budget = budget(20, 10);
    int repeated = 0;
    for (int second = 0; second < 100; second++) {
      repeated += repeated(budget, 5);
      nanos.addAndGet(1_000_000_000L);
    }
    assertThat(repeated).isEqualTo(500);
  }

  @Test
  void aQuietNightIsNoLicence() {
    RetryBudget budget = budget(20, 10);
    for (int i = 0; i < 100_000; i++) budget.called("p");
    nanos.addAndGet(Duration.ofHours(8).toNanos());

    int taken = 0;
    while (budget.takes("p")) taken++;

    assertThat(taken).isLessThanOrEqualTo(100);
  }

  @Test
  void eachProviderHasItsOwn() {
    RetryBudget budget = budget(0, 1);
    assertThat(budget.takes("p")).isTrue();
    assertThat(budget.takes("p")).isFalse();
    assertThat(budget.takes("q")).isTrue();
  }

  @Test
  void noneAtAllIsNone() {
    assertThat(repeated(budget(0, 0), 1_000)).isZero();
  }
}
