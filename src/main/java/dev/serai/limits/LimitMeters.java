package dev.serai.limits;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.stereotype.Component;

/** How limits do, for {@code /metrics}. */
@Component
final class LimitMeters {
  LimitMeters(Limits limits, MeterRegistry registry) {
    FunctionCounter.builder("serai.limits.blind", limits, Limits::blindPasses)
        .description("Calls that passed a limit unseen because the database was away")
        .register(registry);
  }
}
