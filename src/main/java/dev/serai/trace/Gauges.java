package dev.serai.trace;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** Figures that are asked for when somebody scrapes. Fed by those who know them. */
public final class Gauges {
  private static final int CREDENTIALS_MAX = 1000;

  private final MeterRegistry registry;
  private final Map<String, IntSupplier> breakers = new ConcurrentHashMap<>();
  private final Set<String> credentials = ConcurrentHashMap.newKeySet();
  private volatile IntSupplier activeStreams = () -> 0;
  private volatile LongSupplier requestBodies = () -> 0;
  private volatile LongSupplier buffers = () -> 0;
  private volatile IntSupplier connections = () -> 0;
  private volatile LongSupplier refusedConnections = () -> 0;

  Gauges(MeterRegistry registry) {
    this.registry = registry;
    Gauge.builder("serai.active.streams", () -> activeStreams.getAsInt())
        .description("Replies that are being streamed now")
        .register(registry);
    Gauge.builder("serai.request.bodies.bytes", () -> requestBodies.getAsLong())
        .description("Memory that request bodies hold now")
        .register(registry);
    Gauge.builder("serai.buffers.bytes", () -> buffers.getAsLong())
        .description("Pooled memory that network buffers are in now")
        .register(registry);
    Gauge.builder("serai.client.connections", () -> connections.getAsInt())
        .description("Connections of clients that are open now")
        .register(registry);
    FunctionCounter.builder(
            "serai.client.connections.refused",
            this,
            gauges -> gauges.refusedConnections.getAsLong())
        .description("Connections of clients that were closed at once for want of room")
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

  /** Who counts the bytes of network buffers. */
  public void buffers(LongSupplier bytes) {
    buffers = bytes;
  }

  /**
   * Who counts the connections of clients.
   *
   * @param refused since the start
   */
  public void connections(IntSupplier open, LongSupplier refused) {
    connections = open;
    refusedConnections = refused;
  }

  /** Shows from now on how long the gateway port's certificate is good for. */
  public void certificateEnds(Supplier<Instant> ends) {
    Gauge.builder(
            "serai.tls.certificate.expires",
            () -> Duration.between(Instant.now(), ends.get()).toSeconds())
        .description("Time until the gateway port's certificate ends; below zero: since it did")
        .baseUnit("seconds")
        .register(registry);
  }

  /**
   * Shows the breaker of a credential from now on, or replaces who is asked.
   *
   * @param state 0 closed, 1 half open, 2 open
   */
  public void breaker(String credential, IntSupplier state) {
    if (breakers.size() >= CREDENTIALS_MAX && !breakers.containsKey(credential)) return;
    if (breakers.put(credential, state) != null) return;
    Gauge.builder("serai.breaker.state", () -> state(credential))
        .description("Circuit breaker: 0 closed, 1 half open, 2 open")
        .tag("credential", credential)
        .register(registry);
  }

  /**
   * Shows how busy a credential is from now on.
   *
   * @param inFlight calls that are at it, @param queued calls that wait for it
   */
  public void credential(String credential, IntSupplier inFlight, IntSupplier queued) {
    if (credentials.size() >= CREDENTIALS_MAX || !credentials.add(credential)) return;
    Gauge.builder("serai.credential.calls", inFlight::getAsInt)
        .description("Calls that are at the credential's provider now")
        .tag("credential", credential)
        .register(registry);
    Gauge.builder("serai.credential.queue", queued::getAsInt)
        .description("Calls that wait for a connection of the credential")
        .tag("credential", credential)
        .register(registry);
  }

  private double state(String credential) {
    IntSupplier state = breakers.get(credential);
    return state == null ? Double.NaN : state.getAsInt();
  }
}
