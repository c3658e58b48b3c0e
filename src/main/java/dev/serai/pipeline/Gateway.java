package dev.serai.pipeline;

import dev.serai.http.GatewayServer;
import dev.serai.http.GatewaySettings;
import dev.serai.http.TlsSettings;
import dev.serai.http.UpstreamSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.event.EventListener;

/**
 * The gateway's life: opens the port when everything else is up, lets running calls finish before
 * anything else goes down.
 */
public final class Gateway implements SmartLifecycle {
  private static final Logger log = LoggerFactory.getLogger(Gateway.class);
  private static final Duration LAST_BYTES = Duration.ofSeconds(2);
  private static final Duration GLANCE = Duration.ofMillis(20);

  private final GatewaySettings settings;
  private final ActiveCalls active;
  private final GatewayServer server;
  private volatile boolean running;
  private volatile boolean open;

  Gateway(
      GatewaySettings settings,
      TlsSettings tls,
      UpstreamSettings upstream,
      GatewayEngine engine,
      ActiveCalls active,
      BooleanSupplier ready) {
    this.settings = settings;
    this.active = active;
    this.server =
        new GatewayServer(
            settings,
            tls,
            upstream,
            engine,
            () -> open && engine.attached() && ready.getAsBoolean());
  }

  /** The last thing at start, so that no early call gets a 404. */
  @EventListener(ApplicationReadyEvent.class)
  void open() {
    server.start();
    open = true;
    log.atInfo().addKeyValue("address", settings.bind() + ":" + port()).log("gateway open");
  }

  /** The gateway's port; differs from the settings when those say 0. */
  public int port() {
    return server.port();
  }

  /** Whether calls are served. */
  public boolean isOpen() {
    return open;
  }

  public int activeCalls() {
    return active.count();
  }

  /** Bytes that request bodies hold now. */
  long heldBodies() {
    return server.heldBodies();
  }

  /** Connections of clients that are open now. */
  int connections() {
    return server.connections();
  }

  /** Connections of clients that found no room, since the start. */
  long refusedConnections() {
    return server.refusedConnections();
  }

  /**
   * @throws NullPointerException without TLS
   */
  Instant certificateEnds() {
    return Objects.requireNonNull(server.certificateEnds());
  }

  /** Ends the running calls of a key that may no longer be used. */
  public void cutKey(String keyId) {
    active.cut(call -> call.caller().key().equals(keyId), "key_revoked");
  }

  /** Ends the running calls of a session that is over. */
  public void cutSession(String sessionId) {
    active.cut(call -> call.caller().session().equals(sessionId), "session_ended");
  }

  @Override
  public void start() {
    running = true;
  }

  /**
   * Drains: refuses new calls, gives running ones and clients that read slowly their grace time,
   * then cuts the calls.
   */
  @Override
  public void stop() {
    long end = System.nanoTime() + settings.drain().toNanos();
    open = false;
    server.drain();
    if (!idleWithin(settings.drain())) {
      log.atWarn().addKeyValue("calls", active.count()).log("calls cut at shutdown");
      active.cut(call -> true, "shutdown");
      idleWithin(LAST_BYTES);
    }
    Duration left = Duration.ofNanos(end - System.nanoTime());
    server.close(left.compareTo(LAST_BYTES) > 0 ? left : LAST_BYTES);
    running = false;
  }

  private boolean idleWithin(Duration time) {
    long deadline = System.nanoTime() + time.toNanos();
    while (active.count() > 0) {
      if (System.nanoTime() - deadline > 0 || Thread.currentThread().isInterrupted()) return false;
      LockSupport.parkNanos(GLANCE.toNanos());
    }
    return true;
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  /** Stopped first: keys, journal and database are still there for the calls that end. */
  @Override
  public int getPhase() {
    return Integer.MAX_VALUE;
  }
}
