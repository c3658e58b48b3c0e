package dev.serai.limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.serai.call.Call;
import dev.serai.call.Caller;
import dev.serai.call.Operation;
import dev.serai.call.Refusal;
import dev.serai.testing.TestCalls;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class LimitsTest {
  private final Ticking clock = new Ticking(1_800_000_000_000L);
  private final Limits limits = new Limits(clock);

  @Test
  void letsThroughAsManyAsTheCapSaysAndRefusesTheNext() {
    for (int i = 0; i < 3; i++)
      assertThat(limits.enforce(call("a", 3)).caller().key()).isEqualTo("a");

    Refusal refusal = refused(call("a", 3));

    assertThat(refusal.reason()).isEqualTo(Refusal.Reason.RATE_LIMITED);
    assertThat(refusal)
        .hasMessage(
            "Rate limit reached: key 'name-a' may send 3 requests per minute. Try again in 80 s.");
    assertThat(refusal.retryAfterSeconds()).isEqualTo(80);
    assertThat(refusal.details())
        .containsEntry("limit_id", "key:a:requests-per-minute")
        .containsEntry("scope", "key")
        .containsEntry("measure", "requests")
        .containsEntry("window", "minute")
        .containsEntry("cap", "3")
        .containsEntry("resets_at", "1800000080");
  }

  @Test
  void letsThroughAfterExactlyTheTimeItNamed() {
    for (int cap : new int[] {1, 2, 3, 7, 60, 1000}) {
      for (int start : new int[] {0, 1, 29_999, 30_000, 59_999}) {
        clock.millis += 300_000 - clock.millis % 60_000 + start;
        String key = cap + "-" + start;
        for (int i = 0; i < cap; i++) limits.enforce(call(key, cap));
        long resetsAt = Long.parseLong(refused(call(key, cap)).details().get("resets_at"));
        RequestCounter counter = new RequestCounter();
        for (int i = 0; i < cap; i++) counter.tryAcquire(cap, clock.millis);
        long wait = counter.tryAcquire(cap, clock.millis);

        assertThat(counter.tryAcquire(cap, clock.millis + wait - 1)).isPositive();
        assertThat(counter.tryAcquire(cap, clock.millis + wait)).isZero();
        assertThat(resetsAt * 1000 - clock.millis - wait).isBetween(0L, 999L);
      }
    }
  }

  @Test
  void neverLetsTwiceTheCapThroughAroundTheTurnOfAMinute() {
    clock.millis += 59_000;
    for (int i = 0; i < 10; i++) limits.enforce(call("a", 10));

    clock.millis += 1_000;

    assertThat(refused(call("a", 10)).retryAfterSeconds()).isEqualTo(6);
    clock.millis += 6_000;
    limits.enforce(call("a", 10));
    refused(call("a", 10));
  }

  @Test
  void aRefusedRequestBurnsNothing() {
    limits.enforce(call("a", 1));
    for (int i = 0; i < 100; i++) refused(call("a", 1));

    clock.millis += 120_000;

    limits.enforce(call("a", 1));
  }

  @Test
  void forgetsAMinuteThatIsLongPast() {
    for (int i = 0; i < 5; i++) limits.enforce(call("a", 5));

    clock.millis += 86_400_000;

    for (int i = 0; i < 5; i++) limits.enforce(call("a", 5));
    refused(call("a", 5));
  }

  @Test
  void keysDoNotShareAWindow() {
    limits.enforce(call("a", 1));

    limits.enforce(call("b", 1));

    refused(call("a", 1));
  }

  @Test
  void aKeyWithoutACapIsNeverRefused() {
    for (int i = 0; i < 1000; i++) limits.enforce(call("a", 0));

    assertThat(limits.enforce(call("a", 1))).isNotNull();
  }

  @Test
  void countingTokensAndListingModelsAreFree() {
    for (int i = 0; i < 10; i++) {
      limits.enforce(call("a", 1, Operation.COUNT_TOKENS));
      limits.enforce(call("a", 1, Operation.LIST_MODELS));
    }

    limits.enforce(call("a", 1));
    refused(call("a", 1));
  }

  @Test
  void aLowerCapHoldsAtOnce() {
    for (int i = 0; i < 10; i++) limits.enforce(call("a", 10));

    assertThat(refused(call("a", 2)).details()).containsEntry("cap", "2");
  }

  @Test
  void countsExactlyUnderContention() throws InterruptedException {
    AtomicInteger through = new AtomicInteger();
    ExecutorService threads = Executors.newFixedThreadPool(8);
    for (int t = 0; t < 8; t++)
      threads.execute(
          () -> {
            for (int i = 0; i < 500; i++) {
              try {
                limits.enforce(call("a", 1000));
                through.incrementAndGet();
              } catch (Refusal expected) {
                assertThat(expected.reason()).isEqualTo(Refusal.Reason.RATE_LIMITED);
              }
            }
          });
    threads.shutdown();

    assertThat(threads.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
    assertThat(through).hasValue(1000);
  }

  @Test
  void idleKeysAreForgottenAndBusyOnesKept() {
    RequestRates rates = new RequestRates(1000);
    RequestCounter busy = rates.of("busy", 0);
    for (int i = 0; i < 100; i++) rates.of("idle-" + i, 0);

    for (long minute = 1; minute < 10; minute++)
      assertThat(rates.of("busy", minute * 60_000)).isSameAs(busy);

    assertThat(rates.size()).isLessThanOrEqualTo(2);
  }

  @Test
  void theMapOfCountersIsBounded() {
    RequestRates rates = new RequestRates(10);

    for (int i = 0; i < 1000; i++) rates.of("key-" + i, 0);

    assertThat(rates.size()).isLessThanOrEqualTo(20);
  }

  private Refusal refused(Call call) {
    Refusal refusal = catchThrowableOfType(Refusal.class, () -> limits.enforce(call));
    assertThat(refusal).as("refused").isNotNull();
    return refusal;
  }

  private static Call call(String key, int cap) {
    return call(key, cap, Operation.CHAT);
  }

  private static Call call(String key, int cap, Operation operation) {
    return TestCalls.call(
        operation,
        "m",
        new Caller("o", "", "p", "u", false, java.util.List.of(), key, "name-" + key, "", "", cap));
  }

  private static final class Ticking extends Clock {
    long millis;

    Ticking(long millis) {
      this.millis = millis;
    }

    @Override
    public long millis() {
      return millis;
    }

    @Override
    public Instant instant() {
      return Instant.ofEpochMilli(millis);
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }
}
