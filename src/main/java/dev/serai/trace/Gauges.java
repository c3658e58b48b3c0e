package dev.serai.trace;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;

/** Figures that are asked for when somebody scrapes. Fed by those who know them. */
public final class Gauges {
  private static final int BREAKERS_MAX = 1000;

  private final MeterRegistry registry;
  private final Map<String, IntSupplier> breakers = new ConcurrentHashMap<>();
  private volatile IntSupplier activeStreams = () -> 0;
  private volatile LongSupplier requestBodies = () -> 0;

  Gauges(MeterRegistry registry) {
    this.registry = registry;
    Gauge.builder("serai.active.streams", () -> activeStreams.getAsInt())
        .description("Replies that are being streamed now")
        .register(registry);
    Gauge.builder("serai.request.bodies.bytes", () -> requestBodies.getAsLong())
        .description("Memory that request bodies hold now")
        .register(registry);
  }

  /** Who counts the streams that run. */
  public void activeStreams(IntSupplier running) {
    activeStreams = running;
  }

  /** Who counts the bytes of request bodies. */
  public void requestBodies(LongSupplier bytes) {
    requestBodies = bytes;
  }

  /**
   * Shows the breaker of a credential from now on, or replaces who is asked.
   *
   * @param state 0 closed, 1 half open, 2 open
   */
  public void breaker(String credential, IntSupplier state) {
    if (breakers.size() >= BREAKERS_MAX && !breakers.containsKey(credential)) return;
    if (breakers.put(credential, state) != null) return;
    Gauge.builder("serai.breaker.state", () -> state(credential))
        .description("Circuit breaker: 0 closed, 1 half open, 2 open")
        .tag("credential", credential)
        .register(registry);
  }

  private double state(String credential) {
    IntSupplier state = breakers.get(credential);
    return state == null ? Double.NaN : state.getAsInt();
  }
}
