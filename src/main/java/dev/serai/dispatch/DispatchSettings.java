package dev.serai.dispatch;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Step 5.
 *
 * @param attempts tries for one call over all candidates
 * @param time after which no further candidate is tried; until the first byte of one that is tried
 *     after others, no longer than what is left of it
 * @param breakerCalls size of the breaker's window, @param breakerMinimum calls before it judges
 * @param breakerFailures percent of failed calls that open it
 * @param breakerOpen how long it stays open before it lets probes through
 * @param breakerProbes calls let through half-open; a probe that never ends cannot hold it there
 *     longer than {@code breakerOpen}
 * @param maxRest the longest that a provider's retry-after keeps a credential from being used
 * @param retryBudget percent of a provider's calls that may be added by asking it again
 * @param retriesPerSecond of one provider, on top of that, for those with few calls
 */
@ConfigurationProperties("serai.dispatch")
public record DispatchSettings(
    @DefaultValue("5") int attempts,
    @DefaultValue("10m") Duration time,
    @DefaultValue("20") int breakerCalls,
    @DefaultValue("5") int breakerMinimum,
    @DefaultValue("50") int breakerFailures,
    @DefaultValue("15s") Duration breakerOpen,
    @DefaultValue("1") int breakerProbes,
    @DefaultValue("60s") Duration maxRest,
    @DefaultValue("20") int retryBudget,
    @DefaultValue("10") int retriesPerSecond) {
  public DispatchSettings {
    notNegative("retry-budget", retryBudget);
    notNegative("retries-per-second", retriesPerSecond);
  }

  private static void notNegative(String name, int value) {
    if (value < 0)
      throw new IllegalArgumentException(
          "serai.dispatch." + name + ": " + value + " (expected: 0 or more)");
  }
}
