package dev.serai.limits;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** New terms of a limit hold, whatever of it was at hand under the old ones. */
class ChangedTermsTest {
  private static final long MINUTE = 60_000;

  private final Given five = Given.limit("L").per(Window.Kind.MINUTE).cap(5);
  private final Scene scene = new Scene(five);

  @Test
  void inAWindowThatWasPreparedBeforeTheyCame() {
    scene.pass();
    scene.clock.millis += MINUTE - 500;
    scene.pass();
    scene.hold(five.cap(1));
    scene.clock.millis += 1_000;

    scene.pass();

    assertThat(scene.refused().details()).containsEntry("cap", "1");
  }

  @Test
  void inAWindowThatNobodyUsedForLong() {
    Given daily = five.per(Window.Kind.DAY);
    scene.hold(daily);
    scene.pass();
    scene.clock.millis += 10 * MINUTE;
    scene.limits.sweep();
    scene.hold(daily.cap(2));

    scene.pass();

    assertThat(scene.refused().details()).containsEntry("cap", "2");
  }
}
