package dev.serai.trace;

import static dev.serai.call.Refusal.Reason.KEY_INVALID;
import static dev.serai.call.Refusal.Reason.RATE_LIMITED;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RefusalsTest {
  private final Refusals refusals = new Refusals();

  @Test
  void tellsTheFirstAndThenACount() {
    assertThat(refusals.first("key1", RATE_LIMITED, 0)).isTrue();
    assertThat(refusals.first("key1", RATE_LIMITED, 1)).isFalse();
    assertThat(refusals.first("key1", RATE_LIMITED, 2)).isFalse();
    assertThat(refusals.first("key1", KEY_INVALID, 2)).isTrue();
    assertThat(refusals.first("key2", RATE_LIMITED, 2)).isTrue();

    assertThat(refusals.due(Refusals.WINDOW_NANOS - 1)).isEmpty();
    assertThat(refusals.due(Refusals.WINDOW_NANOS + 2))
        .containsExactly(new Refusals.Repeated("key1", RATE_LIMITED, 2));
  }

  @Test
  void startsAnewAfterAWindowThatStayedEmpty() {
    refusals.first("key1", RATE_LIMITED, 0);
    refusals.first("key1", RATE_LIMITED, 1);
    refusals.due(Refusals.WINDOW_NANOS);

    assertThat(refusals.first("key1", RATE_LIMITED, Refusals.WINDOW_NANOS + 1)).isFalse();
    assertThat(refusals.due(2 * Refusals.WINDOW_NANOS)).hasSize(1);
    assertThat(refusals.due(3 * Refusals.WINDOW_NANOS)).isEmpty();
    assertThat(refusals.first("key1", RATE_LIMITED, 3 * Refusals.WINDOW_NANOS)).isTrue();
  }

  @Test
  void countsEverybodyBeyondTheBoundTogether() {
    for (int i = 0; i < Refusals.CALLERS_MAX; i++) refusals.first("key" + i, RATE_LIMITED, 0);

    assertThat(refusals.first("one more", RATE_LIMITED, 0)).isTrue();
    assertThat(refusals.first("and another", RATE_LIMITED, 0)).isFalse();
    assertThat(refusals.flush())
        .containsExactly(new Refusals.Repeated(Refusals.OTHERS, RATE_LIMITED, 1));
  }
}
