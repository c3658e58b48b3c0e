package dev.serai.limits;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serai.call.Call;
import dev.serai.call.Caller;
import dev.serai.call.EndedCall;
import dev.serai.call.Outcome;
import dev.serai.call.Refusal;
import dev.serai.call.Usage;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Calls of many threads at once. */
class ConcurrentEnforcementTest {
  @Test
  void whoIsRefusedAgainAndAgainIsInNobodysWay() throws InterruptedException {
    Scene scene =
        new Scene(
            Given.limit("all").on(Scope.ORGANIZATION, "o").cap(1),
            Given.limit("mine").on(Scope.KEY, "spent").cap(0));
    Caller spent =
        new Caller("o", "red", "p", "u", false, List.of(), "spent", "s", "", "standard", 0);
    Call refused = scene.call().withCaller(spent);
    scene.refused(refused);
    AtomicBoolean stop = new AtomicBoolean();
    AtomicInteger refusals = new AtomicInteger();
    Thread other =
        Thread.ofPlatform()
            .start(
                () -> {
                  while (!stop.get()) {
                    scene.refused(refused);
                    refusals.incrementAndGet();
                  }
                });
    try {
      for (int i = 0; i < 20_000 || refusals.get() < 20_000; i++) {
        Call call = scene.pass();
        call.reservation().settle(ended(call, new Outcome.Abandoned("client_left")));
      }
    } finally {
      stop.set(true);
      other.join();
    }

    assertThat(scene.quotas.reserved()).isZero();
  }

  @Test
  void exactlyAsManyAsTheCapArePassedWhateverComesAtOnce() throws InterruptedException {
    Scene scene =
        new Scene(
            LimitSettings.defaults(),
            7,
            Given.limit("a").on(Scope.ORGANIZATION, "o").cap(800),
            Given.limit("b").on(Scope.TEAM, "red").cap(500),
            Given.limit("c").on(Scope.KEY, "k").cap(600));
    AtomicInteger served = new AtomicInteger();
    int threads = 8;
    CountDownLatch ready = new CountDownLatch(threads);
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    for (int t = 0; t < threads; t++)
      pool.execute(
          () -> {
            ready.countDown();
            for (int i = 0; i < 1_000; i++) {
              try {
                Call call = scene.pass();
                EndedCall ended = scene.served(call, 1, 1);
                // a tenth reaches no provider and is given back
                if (i % 10 == 0) ended = ended(call, new Outcome.Abandoned("client_left"));
                else served.incrementAndGet();
                call.reservation().settle(ended);
              } catch (Refusal expected) {
                Thread.onSpinWait();
              }
            }
          });
    pool.shutdown();

    assertThat(pool.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
    assertThat(served).hasValue(500);
    for (String limit : List.of("a", "b", "c"))
      assertThat(scene.quotas.spent(limit)).isEqualTo(500);
    assertThat(scene.quotas.reserved()).isZero();
  }

  /** Without a first byte. */
  private static EndedCall ended(Call call, Outcome outcome) {
    return new EndedCall(call, outcome, 0, Usage.NONE, dev.serai.call.Cost.FREE, 0, 1, "", "");
  }
}
