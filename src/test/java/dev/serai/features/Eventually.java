package dev.serai.features;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;
import org.assertj.core.api.Assertions;

/** Waits for what another replica, or Keycloak, brings about. */
final class Eventually {
  /** Far above what it takes, for a machine that is busy. */
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private Eventually() {}

  /** Asks again and again; asking takes a while by itself. */
  static void is(String what, Callable<Boolean> asked) throws Exception {
    Instant deadline = Instant.now().plus(PATIENCE);
    while (!asked.call()) {
      if (Instant.now().isAfter(deadline)) Assertions.fail("not within " + PATIENCE + ": " + what);
      Thread.onSpinWait();
    }
  }
}
