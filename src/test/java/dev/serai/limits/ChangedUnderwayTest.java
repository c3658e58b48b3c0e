package dev.serai.limits;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serai.call.Call;
import dev.serai.call.Reservation;
import org.junit.jupiter.api.Test;

/** Streams that run while the limit they have used up is changed. */
class ChangedUnderwayTest {
  private static final long CAP = 2_000;

  private final Scene scene = new Scene(given()).streamed();

  private static Given given() {
    return Given.limit("L").of(Measure.OUTPUT_TOKENS, CAP);
  }

  private Call usedUp() {
    Call call = scene.pass();
    long produced = 0;
    while (call.reservation().extend(produced)) produced += 10;
    assertThat(produced).isBetween(CAP, CAP + 10);
    return call;
  }

  @Test
  void aRaisedLimitLetsThemGoOn() {
    Reservation held = usedUp().reservation();

    scene.hold(given().cap(10_000));

    assertThat(held.replenish(CAP).toCompletableFuture()).isCompletedWithValue(true);
    assertThat(held.extend(9_000)).isTrue();
  }

  @Test
  void aPausedLimitLetsThemGoOnAndCountsThem() {
    Call call = usedUp();

    scene.hold(given().paused());

    goesOn(call);
  }

  @Test
  void aLimitThatOnlyWarnsFromNowOnLetsThemGoOnAndCountsThem() {
    Call call = usedUp();

    scene.hold(given().warns());

    goesOn(call);
  }

  @Test
  void aLimitThatIsTakenAwayLetsThemGoOn() {
    Call call = usedUp();

    scene.hold();

    goesOn(call);
  }

  private void goesOn(Call call) {
    Reservation held = call.reservation();
    assertThat(held.replenish(CAP).toCompletableFuture()).isCompletedWithValue(true);
    assertThat(held.extend(9_000)).isTrue();
    held.settle(scene.served(call, 100, 9_000));
    assertThat(scene.quotas.spent("L")).isEqualTo(9_000);
    assertThat(scene.quotas.reserved()).isZero();
  }
}
