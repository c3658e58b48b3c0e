package dev.serai.limits;

import dev.serai.leases.QuotaKey;
import dev.serai.leases.Quotas;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;

/** Tells that limits come to their ends: as an event, in the log, and as a meter. */
@Component
final class LimitCrossings {
  private static final Logger log = LoggerFactory.getLogger(LimitCrossings.class);

  private final Limits limits;
  private final ApplicationEventPublisher events;
  private final Counter counter;

  LimitCrossings(
      Quotas quotas, Limits limits, ApplicationEventPublisher events, MeterRegistry registry) {
    this.limits = limits;
    this.events = events;
    this.counter =
        Counter.builder("serai.limits.crossings")
            .description("Thresholds of limits that were passed, each once in a window")
            .register(registry);
    quotas.onCrossing(this::crossed);
  }

  private void crossed(QuotaKey key, int threshold, long spent, long cap) {
    counter.increment();
    limits
        .standing(key.limit(), key.member())
        .map(LimitStanding::limit)
        .ifPresent(limit -> tell(new LimitCrossed(limit, key.member(), threshold, spent, cap)));
  }

  private void tell(LimitCrossed crossed) {
    Limit limit = crossed.limit();
    log.atWarn()
        .addKeyValue("limit_id", limit.id())
        .addKeyValue("scope", limit.scope().word())
        .addKeyValue("target", limit.targetName())
        .addKeyValue("threshold", crossed.threshold())
        .addKeyValue("spent", limit.measure().text(crossed.spent()))
        .addKeyValue("cap", limit.measure().text(crossed.cap()) + " " + limit.measure().unit())
        .addKeyValue("window", limit.window().text())
        .log("limit passed a threshold");
    events.publishEvent(crossed);
  }
}
