package dev.serai.limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.serai.call.Call;
import dev.serai.call.Caller;
import dev.serai.call.Operation;
import dev.serai.call.Refusal;
import dev.serai.leases.MemoryQuotas;
import dev.serai.prices.Catalogue;
import dev.serai.prices.Prices;
import dev.serai.testing.EndedCalls;
import dev.serai.testing.TestCalls;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** The requests per minute that a key carries itself. */
class LimitsTest {
  private final Ticking clock = new Ticking(1_800_000_000_000L);
  private final MemoryQuotas quotas = new MemoryQuotas(10);
  private final Catalogue catalogue = new Catalogue();
  private final Limits limits =
      new Limits(quotas, new Prices(catalogue), catalogue, LimitSettings.defaults(), clock);

  @Test
  void letsThroughAsManyAsTheCapSaysAndRefusesTheNext() {
    for (int i = 0; i < 3; i++) assertThat(enforce(call("a", 3)).caller().key()).isEqualTo("a");

    Refusal refusal = refused(call("a", 3));

    assertThat(refusal.reason()).isEqualTo(Refusal.Reason.RATE_LIMITED);
    assertThat(refusal)
        .hasMessage(
            "Rate limit reached: key 'name-a' may send 3 requests per minute. Try again in 65 s.");
    assertThat(refusal.retryAfterSeconds()).isEqualTo(65);
    assertThat(refusal.details())
        .containsEntry("limit_id", "key:a:requests-per-minute")
        .containsEntry("scope", "key")
        .containsEntry("measure", "requests")
        .containsEntry("window", "minute")
        .containsEntry("cap", "3")
        .containsEntry("resets_at", "1800000065");
  }

  @Test
  void letsThroughAfterTheTimeItNamedAndNotASecondEarlier() {
    for (int cap : new int[] {1, 2, 3, 7, 60}) {
      for (int start : new int[] {0, 1, 999, 29_999, 59_999}) {
        clock.millis += 300_000 - clock.millis % 60_000 + start;
        String key = cap + "-" + start;
        for (int i = 0; i < cap; i++) enforce(call(key, cap));
        Refusal refusal = refused(call(key, cap));

        clock.millis += refusal.retryAfterSeconds() * 1000 - 1000;
        refused(call(key, cap));
        clock.millis += 1000;

        enforce(call(key, cap));
      }
    }
  }

  @Test
  void neverLetsTwiceTheCapThroughAroundTheTurnOfAMinute() {
    clock.millis += 59_000;
    for (int i = 0; i < 10; i++) enforce(call("a", 10));

    clock.millis += 1_000;

    assertThat(refused(call("a", 10)).retryAfterSeconds()).isEqualTo(60);
    clock.millis += 60_000;
    for (int i = 0; i < 10; i++) enforce(call("a", 10));
    refused(call("a", 10));
  }

  @Test
  void aRefusedRequestBurnsNothing() {
    enforce(call("a", 1));
    for (int i = 0; i < 100; i++) refused(call("a", 1));

    clock.millis += 120_000;

    enforce(call("a", 1));
  }

  @Test
  void forgetsAMinuteThatIsLongPast() {
    for (int i = 0; i < 5; i++) enforce(call("a", 5));

    clock.millis += 86_400_000;

    for (int i = 0; i < 5; i++) enforce(call("a", 5));
    refused(call("a", 5));
  }

  @Test
  void keysDoNotShareAWindow() {
    enforce(call("a", 1));

    enforce(call("b", 1));

    refused(call("a", 1));
  }

  @Test
  void aKeyWithoutACapIsNeverRefused() {
    for (int i = 0; i < 1000; i++) enforce(call("a", 0));

    assertThat(enforce(call("a", 1))).isNotNull();
  }

  @Test
  void countingTokensAndListingModelsAreFree() {
    for (int i = 0; i < 10; i++) {
      enforce(call("a", 1, Operation.COUNT_TOKENS));
      enforce(call("a", 1, Operation.LIST_MODELS));
    }

    enforce(call("a", 1));
    refused(call("a", 1));
  }

  @Test
  void aLowerCapHoldsAtOnce() {
    for (int i = 0; i < 10; i++) enforce(call("a", 10));

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
                enforce(call("a", 1000));
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
  void idleKeysAreForgotten() {
    for (int i = 0; i < 100; i++) enforce(call("idle-" + i, 5));

    clock.millis += 600_000;
    limits.sweep();

    assertThat(limits.standing("key:idle-1:requests-per-minute", "")).isEmpty();
    assertThat(limits.rates()).isZero();
  }

  @Test
  void aRequestThatNoProviderSawIsGivenBack() {
    Call call = enforce(call("a", 1));

    call.reservation()
        .settle(EndedCalls.with(EndedCalls.failed(), call, EndedCalls.failed().outcome()));

    enforce(call("a", 1));
    refused(call("a", 1));
  }

  /** As the pipeline does. */
  private Call enforce(Call call) {
    while (true)
      if (limits.enforce(call) instanceof Enforcement.Passed passed) return passed.call();
  }

  private Refusal refused(Call call) {
    Refusal refusal = catchThrowableOfType(Refusal.class, () -> enforce(call));
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
}
