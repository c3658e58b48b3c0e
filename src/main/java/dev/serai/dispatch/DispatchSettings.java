package dev.serai.dispatch;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Step 5.
 *
 * @param attempts tries for one call over all candidates
 * @param time after which no further candidate is tried
 * @param breakerCalls size of the breaker's window, @param breakerMinimum calls before it judges
 * @param breakerFailures percent of failed calls that open it
 * @param breakerOpen how long it stays open before it lets probes through
 * @param breakerProbes calls let through half-open; a probe that never ends cannot hold it there
 *     longer than {@code breakerOpen}
 * @param maxRest the longest that a provider's retry-after keeps a credential from being used
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
    @DefaultValue("60s") Duration maxRest) {}
