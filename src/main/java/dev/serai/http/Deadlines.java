package dev.serai.http;

import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Deadlines of one event loop, looked over four times a second: a wait costs a set entry instead of
 * a timer. Late by at most {@link #TICK_MILLIS}.
 */
final class Deadlines {
  static final long TICK_MILLIS = 250;

  private final Set<Deadline> waiting = new LinkedHashSet<>();

  Deadlines(Vertx vertx) {
    vertx.setPeriodic(TICK_MILLIS, tick -> look());
  }

  Deadline in(long millis, Runnable expired) {
    Deadline deadline = new Deadline(expired);
    deadline.renew(millis);
    waiting.add(deadline);
    return deadline;
  }

  private void look() {
    if (waiting.isEmpty()) return;
    long now = System.nanoTime();
    List<Deadline> over = new ArrayList<>(0);
    for (Deadline deadline : waiting) if (deadline.at - now < 0) over.add(deadline);
    for (Deadline deadline : over) if (waiting.remove(deadline)) deadline.expired.run();
  }

  final class Deadline {
    private final Runnable expired;
    private long at;

    private Deadline(Runnable expired) {
      this.expired = expired;
    }

    void renew(long millis) {
      at = System.nanoTime() + millis * 1_000_000;
    }

    /** Does not run out until it is renewed. */
    void rest() {
      at = System.nanoTime() + Long.MAX_VALUE / 2;
    }

    void met() {
      waiting.remove(this);
    }
  }
}
