package dev.serai.limits;

import dev.serai.leases.Quotas;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.stereotype.Component;

/** How limits do, for {@code /metrics}. */
@Component
final class LimitMeters {
  LimitMeters(Limits limits, Quotas quotas, MeterRegistry registry) {
    FunctionCounter.builder("serai.limits.blind", limits, Limits::blindPasses)
        .description("Calls that passed a limit unseen because the database was away")
        .register(registry);
    Gauge.builder("serai.limits.quotas", quotas, Quotas::size)
        .description("Windows of limits that this gateway counts in")
        .register(registry);
    Gauge.builder("serai.limits.away", quotas, known -> known.blind() ? 1 : 0)
        .description("1 while the database cannot be asked about limits")
        .register(registry);
  }
}
