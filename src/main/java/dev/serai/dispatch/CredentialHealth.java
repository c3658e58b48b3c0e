package dev.serai.dispatch;

import dev.serai.call.Candidate;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowType;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.IntSupplier;

/**
 * What we know of each credential: a circuit breaker that opens on failures, and a rest that a
 * provider asked for by {@code retry-after}. A rest belongs to credential and model, since rate
 * limits do. In memory, per replica, bounded.
 */
public final class CredentialHealth {
  private static final int MAX = 50_000;

  private final DispatchSettings settings;
  private final Clock clock;
  private final CircuitBreakerConfig config;
  final Map<String, CircuitBreaker> breakers = new ConcurrentHashMap<>();
  private volatile BiConsumer<String, IntSupplier> onBreaker = (id, state) -> {};
  private final Map<String, Long> restUntil = new ConcurrentHashMap<>();

  /** When each breaker opened last, epoch milliseconds. */
  private final Map<String, Long> openedAt = new ConcurrentHashMap<>();

  public CredentialHealth(DispatchSettings settings, Clock clock) {
    this.settings = settings;
    this.clock = clock;
    this.config =
        CircuitBreakerConfig.custom()
            .slidingWindowType(SlidingWindowType.COUNT_BASED)
            .slidingWindowSize(settings.breakerCalls())
            .minimumNumberOfCalls(settings.breakerMinimum())
            .failureRateThreshold(settings.breakerFailures())
            .waitDurationInOpenState(settings.breakerOpen())
            .permittedNumberOfCallsInHalfOpenState(settings.breakerProbes())
            .maxWaitDurationInHalfOpenState(settings.breakerOpen())
            .writableStackTraceEnabled(false)
            .build();
  }

  /**
   * Whether the candidate may be tried now. After true, exactly one of {@link #succeeded}, {@link
   * #failed}, {@link #undecided} has to follow.
   */
  public boolean admits(Candidate candidate) {
    return breaker(candidate).tryAcquirePermission();
  }

  /**
   * A probe may think for longer than the breaker stays half-open, and then comes back to an open
   * one, time after time: whoever answers is not down, so it closes all the same.
   */
  public void succeeded(Candidate candidate, long nanos) {
    CircuitBreaker breaker = breaker(candidate);
    breaker.onSuccess(nanos, TimeUnit.NANOSECONDS);
    if (breaker.getState() == CircuitBreaker.State.OPEN) breaker.transitionToClosedState();
  }

  public void failed(Candidate candidate, long nanos, Exception cause) {
    breaker(candidate).onError(nanos, TimeUnit.NANOSECONDS, cause);
  }

  /** The attempt says nothing about the credential's health: a rate limit, a client that left. */
  public void undecided(Candidate candidate) {
    breaker(candidate).releasePermission();
  }

  public void rest(Candidate candidate, long seconds) {
    if (seconds <= 0) return;
    if (restUntil.size() >= MAX) restUntil.values().removeIf(until -> until < clock.millis());
    if (restUntil.size() < MAX)
      restUntil.put(
          key(candidate),
          clock.millis() + Math.min(seconds, settings.maxRest().toSeconds()) * 1000);
  }

  /** Seconds until the provider wants to be asked again, rounded up; 0 = now. */
  public long restsFor(Candidate candidate) {
    if (restUntil.isEmpty()) return 0;
    Long until = restUntil.get(key(candidate));
    if (until == null) return 0;
    long left = until - clock.millis();
    if (left <= 0) {
      restUntil.remove(key(candidate), until);
      return 0;
    }
    return (left + 999) / 1000;
  }

  /** What would become of a candidate now. */
  public enum Outlook {
    READY,
    RESTING,
    BREAKER_OPEN,
    /** Its breaker lets single calls through to see whether it is well again. */
    PROBING
  }

  /**
   * What {@link #restsFor} and {@link #admits} would say, without asking for admission.
   *
   * @param seconds until it may be tried, 0 = now
   */
  public record Prospect(Outlook outlook, long seconds) {}

  public Prospect prospect(Candidate candidate) {
    long rest = restsFor(candidate);
    if (rest > 0) return new Prospect(Outlook.RESTING, rest);
    CircuitBreaker breaker = breakers.get(candidate.account());
    if (breaker == null) return new Prospect(Outlook.READY, 0);
    return switch (breaker.getState()) {
      case OPEN, FORCED_OPEN -> open(candidate.account());
      case HALF_OPEN -> new Prospect(Outlook.PROBING, 0);
      default -> new Prospect(Outlook.READY, 0);
    };
  }

  /** A breaker says that it is open until somebody asks it after its time. */
  private Prospect open(String id) {
    long until = openedAt.getOrDefault(id, 0L) + settings.breakerOpen().toMillis();
    long left = until - clock.millis();
    return left > 0
        ? new Prospect(Outlook.BREAKER_OPEN, (left + 999) / 1000)
        : new Prospect(Outlook.PROBING, 0);
  }

  /** State by credential id: {@code closed}, {@code open}, {@code half_open}. */
  public Map<String, String> states() {
    Map<String, String> states = new java.util.TreeMap<>();
    breakers.forEach(
        (id, breaker) ->
            states.put(id, breaker.getState().name().toLowerCase(java.util.Locale.ROOT)));
    return states;
  }

  /**
   * Told of each breaker when it is made, with what tells its state: 0 closed, 1 half open, 2 open.
   */
  public void onBreaker(BiConsumer<String, IntSupplier> listener) {
    onBreaker = listener;
  }

  private CircuitBreaker made(String id) {
    CircuitBreaker breaker = CircuitBreaker.of(id, config);
    breaker
        .getEventPublisher()
        .onStateTransition(
            change -> {
              if (change.getStateTransition().getToState() == CircuitBreaker.State.OPEN)
                openedAt.put(id, clock.millis());
            });
    onBreaker.accept(
        id,
        () ->
            switch (breaker.getState()) {
              case CLOSED -> 0;
              case HALF_OPEN -> 1;
              default -> 2;
            });
    return breaker;
  }

  private static String key(Candidate candidate) {
    return candidate.credential().id() + "\n" + candidate.model();
  }

  private CircuitBreaker breaker(Candidate candidate) {
    String id = candidate.account();
    CircuitBreaker breaker = breakers.get(id);
    if (breaker != null) return breaker;
    if (breakers.size() >= MAX) {
      breakers.clear(); // credentials replaced fifty thousand times: forgetting is harmless
      openedAt.clear();
    }
    return breakers.computeIfAbsent(id, this::made);
  }
}
