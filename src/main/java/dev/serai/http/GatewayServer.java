package dev.serai.http;

import io.netty.buffer.PooledByteBufAllocator;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.impl.VertxByteBufAllocator;
import io.vertx.core.http.Http2Settings;
import io.vertx.core.http.HttpServerOptions;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The gateway port: one server per event loop, all on one socket address. HTTP/1.1 and HTTP/2, by
 * ALPN with a certificate, by prior knowledge or upgrade without.
 */
public final class GatewayServer {
  /** Below zero: Vert.x picks a free port once and lets all loops share it; 0 would be one each. */
  private static final int ANY_PORT = -1;

  private static final long START_SECONDS = 20;
  private static final long CLOSE_SECONDS = 10;
  private static final long GLANCE_NANOS = Duration.ofMillis(20).toNanos();

  /** Of one HTTP/2 connection. */
  private static final int STREAMS = 256;

  /**
   * Streams that one connection may take back in half a minute. People stop their tools, and all of
   * a company may come through one proxy; an attack needs thousands in a second.
   */
  private static final int RESETS = 1000;

  private static final Logger log = LoggerFactory.getLogger(GatewayServer.class);

  private final GatewaySettings settings;
  private final UpstreamSettings upstream;
  private final String caCertificates;
  private final InboundCalls handler;
  private final BooleanSupplier ready;
  private final Bodies bodies;
  private final HttpServerOptions options;
  private final Connections connections;
  private final Vertx vertx;
  private final @Nullable Certificates certificates;
  private volatile int port;
  private volatile boolean draining;

  /**
   * @param ready whether calls can be served; {@code /readyz} says so
   * @throws IllegalStateException when the file of authorities, of the certificate or of its key is
   *     none
   */
  public GatewayServer(
      GatewaySettings settings,
      TlsSettings tls,
      UpstreamSettings upstream,
      InboundCalls handler,
      BooleanSupplier ready) {
    this.settings = settings;
    this.upstream = upstream;
    this.caCertificates = Trust.read(upstream.caFile());
    this.handler = handler;
    this.ready = ready;
    this.bodies = new Bodies(settings.maxBodies().toBytes());
    this.options = options(settings);
    this.connections = new Connections(settings, options);
    this.vertx = connections.vertx(settings.loopCount(), Names.options(upstream));
    this.certificates = tls.on() ? certificates(tls) : null;
    if (certificates != null) certificates.on(options);
  }

  private Certificates certificates(TlsSettings tls) {
    try {
      return new Certificates(vertx, tls);
    } catch (IllegalStateException e) {
      vertx.close();
      throw e;
    }
  }

  /**
   * Opens the port; returns when every loop listens. @throws IllegalStateException when the port is
   * taken
   */
  public void start() {
    Future<String> started =
        vertx.deployVerticle(
            () -> new Door(this, settings, options),
            new DeploymentOptions().setInstances(settings.loopCount()));
    try {
      started.toCompletionStage().toCompletableFuture().get(START_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while opening the gateway port", e);
    } catch (ExecutionException | TimeoutException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw new IllegalStateException(
          "the gateway port "
              + settings.bind()
              + ":"
              + settings.port()
              + " cannot be opened: "
              + cause.getMessage(),
          cause);
    }
    if (certificates != null) certificates.watch();
  }

  private static HttpServerOptions options(GatewaySettings settings) {
    return new HttpServerOptions()
        .setHost(settings.bind())
        .setPort(settings.port() == 0 ? ANY_PORT : settings.port())
        .setMaxHeaderSize((int) settings.maxHeaders().toBytes())
        .setMaxInitialLineLength((int) settings.maxLine().toBytes())
        .setMaxFormAttributeSize(-1)
        .setInitialSettings(
            new Http2Settings()
                .setMaxConcurrentStreams(STREAMS)
                .setMaxHeaderListSize(settings.maxHeaders().toBytes()))
        .setHttp2RstFloodMaxRstFramePerWindow(RESETS)
        .setHttp2RstFloodWindowDuration(30)
        .setHttp2RstFloodWindowDurationTimeUnit(TimeUnit.SECONDS)
        .setAcceptBacklog(4096)
        .setTcpNoDelay(true);
  }

  /** A loop listens; all do at one port. */
  void listening(int actualPort) {
    port = actualPort;
  }

  /** Of one event loop, towards providers. */
  Clients clients() {
    return new Clients(vertx, settings, upstream, caCertificates);
  }

  InboundCalls handler() {
    return handler;
  }

  Bodies bodies() {
    return bodies;
  }

  boolean draining() {
    return draining;
  }

  boolean serves() {
    return !draining && ready.getAsBoolean();
  }

  /** The port in use; differs from the settings when those say 0. */
  public int port() {
    return port;
  }

  /** Bytes that request bodies hold now. */
  public long heldBodies() {
    return bodies.held();
  }

  /**
   * Bytes of pooled memory that buffers are in now, of this whole process; without what the pools
   * only keep at hand. Walks the pools: for whoever scrapes.
   */
  public static long pooledInUse() {
    PooledByteBufAllocator vertx = (PooledByteBufAllocator) VertxByteBufAllocator.POOLED_ALLOCATOR;
    PooledByteBufAllocator netty = PooledByteBufAllocator.DEFAULT;
    return vertx.pinnedDirectMemory()
        + vertx.pinnedHeapMemory()
        + netty.pinnedDirectMemory()
        + netty.pinnedHeapMemory();
  }

  /** Connections of clients that are open now. */
  public int connections() {
    return connections.count();
  }

  /** Connections of clients that found no room, since the start. */
  public long refusedConnections() {
    return connections.refused();
  }

  /** When clients take the certificate no more; null without TLS. */
  public @Nullable Instant certificateEnds() {
    return certificates == null ? null : certificates.current().ends();
  }

  /**
   * From now on new calls are refused, running ones go on; connections close behind them, idle ones
   * at once.
   */
  public void drain() {
    draining = true;
    connections.leave();
  }

  /**
   * Waits for clients to take what was sent to them, then closes whatever is left. Blocks.
   *
   * @param patience for slow ones
   */
  public void close(Duration patience) {
    long deadline = System.nanoTime() + patience.toNanos();
    while (connections.count() > 0
        && System.nanoTime() - deadline < 0
        && !Thread.currentThread().isInterrupted()) {
      connections.leave(); // those as well that came meanwhile
      LockSupport.parkNanos(GLANCE_NANOS);
    }
    try {
      vertx.close().toCompletionStage().toCompletableFuture().get(CLOSE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      log.atWarn().setCause(e).log("the gateway port did not close in time");
    }
  }
}
