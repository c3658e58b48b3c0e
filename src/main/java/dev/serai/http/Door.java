package dev.serai.http;

import dev.serai.call.Body;
import dev.serai.call.Cancellation;
import dev.serai.call.ClientRequest;
import dev.serai.call.Refusal;
import io.vertx.core.AbstractVerticle;
import io.vertx.core.Context;
import io.vertx.core.Promise;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.SocketAddress;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One event loop's server: reads requests whole and hands them on. */
final class Door extends AbstractVerticle {
  private static final Logger log = LoggerFactory.getLogger(Door.class);
  private static final byte[] NO_BODY = new byte[0];

  private final GatewayServer gateway;
  private final GatewaySettings settings;
  private final HttpServerOptions options;

  Door(GatewayServer gateway, GatewaySettings settings, HttpServerOptions options) {
    this.gateway = gateway;
    this.settings = settings;
    this.options = options;
  }

  @Override
  public void start(Promise<Void> started) {
    Loop.open(vertx, context, gateway.clients());
    HttpServer server =
        vertx
            .createHttpServer(options)
            .connectionHandler(this::connected)
            .invalidRequestHandler(this::malformed)
            .requestHandler(this::accept);
    server
        .listen()
        .onSuccess(
            open -> {
              gateway.listening(open.actualPort());
              started.complete();
            })
        .onFailure(started::fail);
  }

  private void connected(HttpConnection connection) {
    Clients.quiet(connection);
    ClientConnection.of(connection).speaks(connection);
  }

  private void accept(HttpServerRequest request) {
    ClientConnection connection = ClientConnection.of(request.connection());
    if (!connection.began(request)) return;
    String path = request.path();
    if (path == null) path = "/";
    if (local(request, path)) return;
    Context context = vertx.getOrCreateContext();
    Cancellation cancellation = new Cancellation();
    request.response().closeHandler(closed -> cancellation.cancel("client_left"));
    request.response().exceptionHandler(failed -> cancellation.cancel("client_left"));
    if (expects(request)) asked(connection, request, path, context, cancellation);
    else if (gateway.draining()) refuse(request, path, context, cancellation, stopping());
    else read(request, path, context, cancellation);
    if (gateway.draining()) connection.drain();
  }

  private void read(
      HttpServerRequest request, String path, Context context, Cancellation cancellation) {
    if (request.version() == HttpVersion.HTTP_1_0) closing(request); // may have two lengths
    Deadlines.Deadline whole =
        Loop.current().deadlines().in(settings.bodyTimeout().toMillis(), () -> tooSlow(request));
    BodyReader.read(
        request,
        settings.maxBody().toBytes(),
        gateway.bodies(),
        body -> inbound(request, path, body, context, cancellation, null),
        refusal -> refuse(request, path, context, cancellation, refusal),
        malformed -> {
          // not the other cancellation: that takes a broken request for a client that left
          refuse(
              request, path, context, new Cancellation(), Malformed.refusal(malformed, settings));
          ClientConnection.of(request.connection()).flush(); // Vert.x closes when we return
        },
        whole::met);
  }

  private static boolean expects(HttpServerRequest request) {
    String expected = request.getHeader("expect");
    return expected != null && expected.equalsIgnoreCase("100-continue");
  }

  /** A client that asks before it sends its body is told at once that it need not. */
  private void asked(
      ClientConnection connection,
      HttpServerRequest request,
      String path,
      Context context,
      Cancellation cancellation) {
    Refusal refusal = gateway.draining() ? stopping() : null;
    if (refusal == null)
      refusal = BodyReader.announcedTooLarge(request, settings.maxBody().toBytes());
    if (refusal == null) refusal = gateway.handler().unlessKnown(shown(request, path, NO_BODY));
    if (refusal == null) {
      request.response().writeContinue();
      read(request, path, context, cancellation);
      return;
    }
    refuse(request, path, context, cancellation, refusal);
    connection.leaveWithoutBody();
  }

  /** What is no HTTP, or has too large a head: answered as far as it can be read. */
  private void malformed(HttpServerRequest request) {
    try {
      ClientConnection.of(request.connection()).began(request);
      String path = request.path();
      refuse(
          request,
          path == null ? "/" : path,
          vertx.getOrCreateContext(),
          new Cancellation(),
          Malformed.refusal(request.decoderResult().cause(), settings));
    } catch (RuntimeException e) {
      log.atDebug().setCause(e).log("a malformed request was not answered");
      request.connection().close();
    }
  }

  private void refuse(
      HttpServerRequest request,
      String path,
      Context context,
      Cancellation cancellation,
      Refusal refusal) {
    closing(request);
    inbound(request, path, NO_BODY, context, cancellation, refusal);
  }

  /** Over HTTP/2 the other calls of the connection go on; the header is not allowed there. */
  private static void closing(HttpServerRequest request) {
    if (request.version() == HttpVersion.HTTP_2) return;
    request.response().putHeader("connection", "close");
    ClientConnection.of(request.connection()).leave();
  }

  private static Refusal stopping() {
    return new Refusal(
        Refusal.Reason.OVERLOADED, "The gateway is stopping. Try again.", 1, Map.of());
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
    ClientRequest read = shown(request, path, body);
    boolean upgrade = "websocket".equalsIgnoreCase(request.getHeader("upgrade"));
    Inbound inbound =
        new Inbound(read, cancellation, context, request.response(), upgrade, refusal);
    try {
      gateway.handler().accept(inbound);
    } catch (RuntimeException e) {
      log.atError().setCause(e).log("a request was not taken");
      read.body().release();
      if (!request.response().ended()) request.response().reset();
    }
  }

  private ClientRequest shown(HttpServerRequest request, String path, byte[] body) {
    SocketAddress remote = request.remoteAddress();
    String query = request.query();
    return new ClientRequest(
        request.method().name(),
        path,
        query == null ? "" : query,
        new HeadersView(request.headers()),
        new Body(body, gateway.bodies()::give),
        remote == null ? "" : remote.hostAddress());
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
    if (gateway.draining()) closing(request);
    boolean fine = !path.equals("/readyz") || gateway.serves();
    String text = fine ? "ok\n" : gateway.draining() ? "stopping\n" : "not ready\n";
    response
        .setStatusCode(fine ? 200 : 503)
        .putHeader("content-type", "text/plain")
        .putHeader("content-length", Integer.toString(text.length()));
    if (request.method() == HttpMethod.HEAD) response.end();
    else response.end(text);
    return true;
  }
}
