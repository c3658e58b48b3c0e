package dev.serai.http;

import dev.serai.call.Body;
import dev.serai.call.Cancellation;
import dev.serai.call.ClientRequest;
import dev.serai.call.Refusal;
import io.vertx.core.AbstractVerticle;
import io.vertx.core.Context;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.Http2Settings;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.SocketAddress;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The gateway port: one HTTP/1.1 and h2c server per event loop, all on one socket address. */
public final class GatewayServer {
  /** Below zero: Vert.x picks a free port once and lets all loops share it; 0 would be one each. */
  private static final int ANY_PORT = -1;

  private static final long START_SECONDS = 20;
  private static final Logger log = LoggerFactory.getLogger(GatewayServer.class);

  private final Vertx vertx;
  private final GatewaySettings settings;
  private final UpstreamSettings upstream;
  private final String caCertificates;
  private final Consumer<Inbound> handler;
  private final BooleanSupplier ready;
  private final Bodies bodies;
  private volatile int port;
  private volatile boolean draining;

  /**
   * @param ready whether calls can be served; {@code /readyz} says so
   * @throws IllegalStateException when the file of authorities cannot be read
   */
  public GatewayServer(
      Vertx vertx,
      GatewaySettings settings,
      UpstreamSettings upstream,
      Consumer<Inbound> handler,
      BooleanSupplier ready) {
    this.vertx = vertx;
    this.settings = settings;
    this.upstream = upstream;
    this.caCertificates = Trust.read(upstream.caFile());
    this.handler = handler;
    this.ready = ready;
    this.bodies = new Bodies(settings.maxBodies().toBytes());
  }

  /**
   * Opens the port; returns when every loop listens. @throws IllegalStateException when the port is
   * taken
   */
  public void start() {
    try {
      vertx
          .deployVerticle(Door::new, new DeploymentOptions().setInstances(settings.loopCount()))
          .toCompletionStage()
          .toCompletableFuture()
          .get(START_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while opening the gateway port", e);
    } catch (java.util.concurrent.ExecutionException | java.util.concurrent.TimeoutException e) {
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
  }

  /** The port in use; differs from the settings when those say 0. */
  public int port() {
    return port;
  }

  /** Bytes that request bodies hold now. */
  public long heldBodies() {
    return bodies.held();
  }

  /** From now on new calls are refused, running ones go on. */
  public void drain() {
    draining = true;
  }

  private HttpServerOptions options() {
    return new HttpServerOptions()
        .setHost(settings.bind())
        .setPort(settings.port() == 0 ? ANY_PORT : settings.port())
        .setMaxHeaderSize((int) settings.maxHeaders().toBytes())
        .setInitialSettings(
            new Http2Settings().setMaxHeaderListSize(settings.maxHeaders().toBytes()))
        .setMaxInitialLineLength(16 * 1024)
        .setMaxFormAttributeSize(-1)
        .setHandle100ContinueAutomatically(true)
        .setAcceptBacklog(4096)
        .setTcpNoDelay(true)
        .setIdleTimeout(
            (int)
                Duration.ofMinutes(15)
                    .toSeconds()); // models think for minutes; ten at least have to pass in silence
  }

  /** One event loop's server. */
  private final class Door extends AbstractVerticle {
    private @Nullable HttpServer server;

    @Override
    public void start(Promise<Void> started) {
      Loop.open(vertx, context, new Clients(vertx, settings, upstream, caCertificates));
      server =
          vertx
              .createHttpServer(options())
              .connectionHandler(Clients::quiet)
              .requestHandler(this::accept);
      server
          .listen()
          .onSuccess(
              open -> {
                port = open.actualPort();
                started.complete();
              })
          .onFailure(started::fail);
    }

    private void accept(HttpServerRequest request) {
      String path = request.path();
      if (path == null) path = "/";
      if (local(request, path)) return;
      Context context = vertx.getOrCreateContext();
      Cancellation cancellation = new Cancellation();
      request.response().closeHandler(closed -> cancellation.cancel("client_left"));
      request.response().exceptionHandler(failed -> cancellation.cancel("client_left"));
      String target = path;
      if (draining) {
        closing(request);
        inbound(
            request,
            target,
            new byte[0],
            context,
            cancellation,
            new Refusal(
                Refusal.Reason.OVERLOADED,
                "The gateway is stopping. Try again.",
                1,
                java.util.Map.of()));
        return;
      }
      Deadlines.Deadline whole =
          Loop.current().deadlines().in(settings.bodyTimeout().toMillis(), () -> tooSlow(request));
      BodyReader.read(
          request,
          settings.maxBody().toBytes(),
          bodies,
          body -> inbound(request, target, body, context, cancellation, null),
          refusal -> {
            closing(request);
            inbound(request, target, new byte[0], context, cancellation, refusal);
          },
          whole::met);
    }

    /** Over HTTP/2 the other calls of the connection go on; the header is not allowed there. */
    private static void closing(HttpServerRequest request) {
      if (request.version() != HttpVersion.HTTP_2)
        request.response().putHeader("connection", "close");
    }

    private static void tooSlow(HttpServerRequest request) {
      if (request.version() == HttpVersion.HTTP_2) request.response().reset();
      else request.connection().close();
    }

    private void inbound(
        HttpServerRequest request,
        String path,
        byte[] body,
        Context context,
        Cancellation cancellation,
        @Nullable Refusal refusal) {
      SocketAddress remote = request.remoteAddress();
      String query = request.query();
      ClientRequest read =
          new ClientRequest(
              request.method().name(),
              path,
              query == null ? "" : query,
              new HeadersView(request.headers()),
              new Body(body, bodies::give),
              remote == null ? "" : remote.hostAddress());
      boolean upgrade = "websocket".equalsIgnoreCase(request.getHeader("upgrade"));
      Inbound inbound =
          new Inbound(read, cancellation, context, request.response(), upgrade, refusal);
      try {
        handler.accept(inbound);
      } catch (RuntimeException e) {
        log.atError().setCause(e).log("a request was not taken");
        read.body().release();
        if (!request.response().ended()) request.response().reset();
      }
    }

    /** Probes and the greetings of Claude Code: no call, no key. */
    private boolean local(HttpServerRequest request, String path) {
      boolean known =
          switch (path) {
            case "/", "/api/hello" ->
                request.method() == HttpMethod.HEAD || request.method() == HttpMethod.GET;
            case "/healthz", "/readyz" -> true;
            default -> false;
          };
      if (!known) return false;
      HttpServerResponse response = request.response();
      boolean fine = !path.equals("/readyz") || (ready.getAsBoolean() && !draining);
      String text = fine ? "ok\n" : draining ? "stopping\n" : "not ready\n";
      response
          .setStatusCode(fine ? 200 : 503)
          .putHeader("content-type", "text/plain")
          .putHeader("content-length", Integer.toString(text.length()));
      if (request.method() == HttpMethod.HEAD) response.end();
      else response.end(text);
      return true;
    }
  }
}
