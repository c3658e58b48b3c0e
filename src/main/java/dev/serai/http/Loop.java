package dev.serai.http;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.PoolOptions;

/**
 * What one event loop owns: its client towards providers, so that both sockets of a call share a
 * thread, and its deadlines.
 *
 * @param unpooled each of its connections serves one request
 */
record Loop(Vertx vertx, HttpClient client, HttpClient unpooled, Deadlines deadlines) {
  private static final String KEY = "serai.loop";

  /** Makes the loop of the current context and leaves it there. */
  static Loop open(Vertx vertx, Context context, GatewaySettings settings) {
    HttpClientOptions options =
        new HttpClientOptions()
            .setMaxHeaderSize((int) settings.maxHeaders().toBytes())
            .setDecompressionSupported(
                false) // we ask for none: usage is read from the bytes that pass
            .setTcpNoDelay(true)
            .setTcpKeepAlive(true)
            .setKeepAliveTimeout(
                30) // below what providers allow, or a pooled connection dies under a request
            .setMaxWaitQueueSize(settings.connectionsPerHost())
            .setMaxRedirects(0);
    PoolOptions pool = new PoolOptions().setHttp1MaxSize(settings.connectionsPerHost());
    HttpClientOptions unpooled = new HttpClientOptions(options).setKeepAlive(false);
    Loop loop =
        new Loop(
            vertx,
            client(vertx, options, pool),
            client(vertx, unpooled, pool),
            new Deadlines(vertx));
    context.put(KEY, loop);
    return loop;
  }

  private static HttpClient client(Vertx vertx, HttpClientOptions options, PoolOptions pool) {
    return vertx
        .httpClientBuilder()
        .with(options)
        .with(pool)
        .withConnectHandler(Loop::quiet)
        .build();
  }

  /** A reset connection is told by the calls on it; Vert.x would log each as an error as well. */
  static void quiet(HttpConnection connection) {
    connection.exceptionHandler(reset -> {});
  }

  /**
   * @throws IllegalStateException off the gateway's event loops
   */
  static Loop current() {
    Context context = Vertx.currentContext();
    Loop loop = context == null ? null : context.get(KEY);
    if (loop == null) throw new IllegalStateException("not on an event loop of the gateway");
    return loop;
  }
}
