package dev.serai.dispatch;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreaker.State;
import java.util.Collection;

/**
 * The permits for probes of a gateway's breakers, which they tell nobody about themselves: how many
 * are out is found by taking what is there.
 */
public final class ProbePermits {
  private final Collection<CircuitBreaker> breakers;

  private ProbePermits(Collection<CircuitBreaker> breakers) {
    this.breakers = breakers;
  }

  public static ProbePermits of(CredentialHealth health) {
    return new ProbePermits(health.breakers.values());
  }

  /** Every breaker there is asks for probes from now on, whatever it knew. */
  public void reset() {
    for (CircuitBreaker breaker : breakers) {
      if (breaker.getState() != State.OPEN) breaker.transitionToOpenState();
      breaker.transitionToHalfOpenState();
    }
  }

  /** Probes that were let through and have not been told of. */
  public int underway() {
    return breakers.stream().mapToInt(ProbePermits::underway).sum();
  }

  private static int underway(CircuitBreaker breaker) {
    if (breaker.getState() != State.HALF_OPEN) return 0;
    int permits = breaker.getCircuitBreakerConfig().getPermittedNumberOfCallsInHalfOpenState();
    int free = 0;
    while (free < permits && breaker.tryAcquirePermission()) free++;
    for (int i = 0; i < free; i++) breaker.releasePermission();
    return Math.max(0, permits - breaker.getMetrics().getNumberOfBufferedCalls() - free);
  }
}
