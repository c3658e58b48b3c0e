package dev.serai.testing;

import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.http.Http2Settings;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.PfxOptions;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;

/** A port that speaks TLS, HTTP/2 and HTTP/1.1, before one that does not: an ingress. */
public final class TlsFront implements AutoCloseable {
  private static final Set<String> HOPS =
      Set.of("connection", "keep-alive", "transfer-encoding", "upgrade", "host", "http2-settings");

  private final Vertx vertx = Vertx.vertx();
  private final URI behind;
  private final HttpClient client;
  private final HttpServer server;
  private final Queue<HttpVersion> versions = new ConcurrentLinkedQueue<>();

  private TlsFront(String behind, TestAuthority authority, String name, long streams) {
    this.behind = URI.create(behind);
    this.client = vertx.createHttpClient(new HttpClientOptions().setMaxPoolSize(64));
    HttpServerOptions options =
        new HttpServerOptions()
            .setHost("127.0.0.1")
            .setPort(0)
            .setSsl(true)
            .setUseAlpn(true)
            .setAlpnVersions(List.of(HttpVersion.HTTP_2, HttpVersion.HTTP_1_1))
            .setInitialSettings(new Http2Settings().setMaxConcurrentStreams(streams))
            .setKeyCertOptions(
                new PfxOptions()
                    .setPath(authority.store().toString())
                    .setPassword(TestAuthority.PASSWORD)
                    .setAlias(name));
    this.server =
        vertx
            .createHttpServer(options)
            .requestHandler(this::pass)
            .listen()
            .toCompletionStage()
            .toCompletableFuture()
            .orTimeout(20, TimeUnit.SECONDS)
            .join();
  }

  /**
   * @param behind address that it passes everything to
   * @param name of the certificate that it shows
   */
  public static TlsFront before(String behind, TestAuthority authority, String name) {
    return new TlsFront(behind, authority, name, 100);
  }

  public static TlsFront before(String behind, TestAuthority authority) {
    return before(behind, authority, "server");
  }

  /** That lets a connection carry so many requests at a time. */
  public static TlsFront withStreams(String behind, TestAuthority authority, long streams) {
    return new TlsFront(behind, authority, "server", streams);
  }

  /** {@code https://127.0.0.1:PORT}. */
  public String url() {
    return "https://127.0.0.1:" + server.actualPort();
  }

  /** Of each request so far. */
  public List<HttpVersion> versions() {
    return List.copyOf(versions);
  }

  private void pass(HttpServerRequest request) {
    versions.add(request.version());
    request.pause();
    client
        .request(
            new RequestOptions()
                .setMethod(request.method())
                .setHost(behind.getHost())
                .setPort(behind.getPort())
                .setURI(request.uri()))
        .onSuccess(onward -> pass(request, onward))
        .onFailure(e -> request.response().setStatusCode(502).end());
  }

  private void pass(HttpServerRequest request, HttpClientRequest onward) {
    copy(request.headers(), onward.headers());
    HttpServerResponse response = request.response();
    response.exceptionHandler(e -> onward.reset()).closeHandler(gone -> onward.reset());
    onward.response().onSuccess(reply -> pass(reply, response)).onFailure(e -> response.reset());
    boolean sized = request.headers().contains("content-length");
    if (!sized && !Set.of("GET", "HEAD").contains(request.method().name())) onward.setChunked(true);
    request.pipeTo(onward);
  }

  private static void pass(HttpClientResponse reply, HttpServerResponse response) {
    response.setStatusCode(reply.statusCode());
    copy(reply.headers(), response.headers());
    if (!reply.headers().contains("content-length")) response.setChunked(true);
    reply.pipeTo(response);
  }

  private static void copy(MultiMap from, MultiMap to) {
    from.forEach(
        (name, value) -> {
          String lower = name.toLowerCase(Locale.ROOT);
          if (!lower.startsWith(":") && !HOPS.contains(lower)) to.add(lower, value);
        });
  }

  @Override
  public void close() {
    vertx.close().toCompletionStage().toCompletableFuture().orTimeout(20, TimeUnit.SECONDS).join();
  }
}
