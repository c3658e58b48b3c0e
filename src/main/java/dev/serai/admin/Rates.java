package dev.serai.admin;

import dev.serai.access.Actor;
import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/**
 * How often an actor may ask, and an address be wrong about its bearer. Each replica counts for
 * itself.
 */
@Component
final class Rates {
  static final int BURST = 100;

  /** Wrong bearers of one address in a minute; as many at once. */
  static final int FAILURES = 60;

  private final Buckets actors;
  private final Buckets failures = new Buckets(FAILURES, FAILURES, System::nanoTime);

  Rates(AdminSettings settings) {
    actors = new Buckets(settings.requestsPerMinute(), BURST, System::nanoTime);
  }

  /** A refusal, and when to come again. */
  record Wait(Problem problem, long seconds) {}

  Optional<Wait> of(Actor actor) {
    String name = actor.organization() + " " + actor.kind() + " " + actor.id();
    return wait(actors.take(name), "rate_limited", "Too many requests of " + actor.name());
  }

  /** Before its bearer is looked at. */
  Optional<Wait> of(String address) {
    return wait(
        failures.ask(address), "too_many_failures", "Too many wrong tokens from " + address);
  }

  void failed(String address) {
    failures.take(address);
  }

  private static Optional<Wait> wait(long seconds, String code, String sentence) {
    if (seconds == 0) return Optional.empty();
    return Optional.of(
        new Wait(
            new Problem(
                HttpStatus.TOO_MANY_REQUESTS,
                code,
                sentence + ": the next one is taken in " + seconds + " s."),
            seconds));
  }
}
