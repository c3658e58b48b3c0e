package dev.serai.http;

import java.util.concurrent.atomic.AtomicLong;

/** Memory that request bodies hold in all, against a cap. */
final class Bodies {
  private final long max;
  private final AtomicLong held = new AtomicLong();

  Bodies(long max) {
    this.max = max;
  }

  boolean take(long bytes) {
    if (held.addAndGet(bytes) <= max) return true;
    held.addAndGet(-bytes);
    return false;
  }

  long held() {
    return held.get();
  }

  void give(long bytes) {
    held.addAndGet(-bytes);
  }
}
