package dev.serai.limits;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serai.call.Call;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Limits that are changed while calls run. */
class ReplacedLimitsTest {
  @Test
  void aRaisedLimitKeepsWhatWasUsed() {
    Scene scene = new Scene(Given.limit("L").cap(2));
    scene.use(1, 1);
    scene.use(1, 1);
    scene.refused();

    scene.hold(Given.limit("L").cap(3));

    scene.use(1, 1);
    assertThat(scene.refused().details()).containsEntry("spent", "3").containsEntry("cap", "3");
  }

  @Test
  void aLoweredLimitHoldsAtOnce() {
    Scene scene = new Scene(LimitSettings.defaults(), 100, Given.limit("L").cap(100));
    scene.use(1, 1);

    scene.hold(Given.limit("L").cap(1));

    assertThat(scene.refused().details()).containsEntry("spent", "1");
  }

  @Test
  void aResetBeginsAnewAndKeepsWhatIsRecorded() {
    Scene scene = new Scene(Given.limit("L").cap(1));
    scene.use(1, 1);
    scene.refused();

    scene.hold(Given.limit("L").cap(1).since(scene.clock.millis));

    scene.use(1, 1);
    scene.refused();
    assertThat(scene.quotas.spent("L")).isEqualTo(2);
  }

  @Test
  void aCallThatRunsWhileItsLimitIsTakenAwaySettlesAllTheSame() {
    Scene scene = new Scene(Given.limit("L").of(Measure.TOTAL_TOKENS, 10_000)).streamed();
    Call call = scene.pass();

    scene.hold();

    assertThat(call.reservation().extend(2_000)).isTrue();
    call.reservation().settle(scene.served(call, 100, 2_000));
    scene.limits.sweep();
    assertThat(scene.quotas.spent("L")).isEqualTo(2_100);
    assertThat(scene.quotas.reserved()).isZero();
    assertThat(scene.quotas.closes()).isEqualTo(1);
    assertThat(scene.pass().reservation()).isSameAs(dev.serai.call.Reservation.NONE);
  }

  @Test
  void whatNobodyUsesIsLetGoAndComesBackWithWhatWasUsed() {
    Scene scene = new Scene(Given.limit("L").on(Scope.END_USER, "k").cap(2)).endUser("ann");
    scene.use(1, 1);

    scene.clock.millis += 600_000;
    scene.limits.sweep();

    assertThat(scene.quotas.closes()).isEqualTo(1);
    assertThat(scene.limits.standing("L", "ann")).isEmpty();
    scene.use(1, 1);
    scene.refused();
  }

  @Test
  void theSameLimitsOnceMoreChangeNothing() {
    Scene scene = new Scene(Given.limit("L").cap(5).only("acme", "m*"));
    scene.use(1, 1);

    scene.hold(Given.limit("L").cap(5).only("acme", "m*"));

    assertThat(scene.quotas.closes()).isZero();
    scene.use(1, 1);
    assertThat(scene.limits.standing("L", "").orElseThrow().standing().spent()).isEqualTo(2);
  }

  @Test
  void noCallSlipsThroughWhileLimitsAreReplaced() throws InterruptedException {
    Scene scene = new Scene(Given.limit("L").cap(0));
    AtomicBoolean stop = new AtomicBoolean();
    AtomicInteger slipped = new AtomicInteger();
    AtomicInteger tried = new AtomicInteger();
    Thread caller =
        Thread.ofPlatform()
            .start(
                () -> {
                  while (!stop.get()) {
                    tried.incrementAndGet();
                    try {
                      scene.pass();
                      slipped.incrementAndGet();
                    } catch (dev.serai.call.Refusal expected) {
                      Thread.onSpinWait();
                    }
                  }
                });
    for (int i = 0; i < 2_000 || tried.get() < 1_000; i++)
      scene.hold(
          i % 2 == 0
              ? Given.limit("L").of(Measure.REQUESTS, 0)
              : Given.limit("L").of(Measure.TOTAL_TOKENS, 0));
    stop.set(true);
    caller.join();

    assertThat(slipped).hasValue(0);
    assertThat(scene.quotas.reserved()).isZero();
  }
}
