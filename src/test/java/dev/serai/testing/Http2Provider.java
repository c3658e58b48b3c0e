package dev.serai.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A model provider that speaks HTTP/2 by prior knowledge, frame by frame: the test takes each
 * request and says what is sent. For what no server of a library does at will.
 */
public final class Http2Provider implements AutoCloseable {
  private final ServerSocket server;
  private final @Nullable Gate beforeSettings;
  private final Set<Http2ProviderConnection> open = ConcurrentHashMap.newKeySet();
  private final AtomicInteger accepted = new AtomicInteger();
  private final BlockingQueue<Http2Exchange> arrived = new LinkedBlockingQueue<>();

  private Http2Provider(ServerSocket server, @Nullable Gate beforeSettings) {
    this.server = server;
    this.beforeSettings = beforeSettings;
  }

  public static Http2Provider start() {
    return startWith(null);
  }

  /**
   * @param gate before which no connection is usable: its settings are not sent
   */
  public static Http2Provider startWith(@Nullable Gate gate) {
    try {
      var server = new ServerSocket(0, 64, InetAddress.getLoopbackAddress());
      var provider = new Http2Provider(server, gate);
      Thread.ofVirtual().name("http2-provider").start(provider::accept);
      return provider;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** {@code http://127.0.0.1:PORT}. */
  public String baseUrl() {
    return "http://127.0.0.1:" + server.getLocalPort();
  }

  /** Blocks until a request has come whole, at most 20 seconds. */
  public Http2Exchange next() throws InterruptedException {
    Http2Exchange exchange = arrived.poll(20, TimeUnit.SECONDS);
    if (exchange == null) throw new AssertionError("no request within 20 s");
    return exchange;
  }

  /** Requests that have come and were not taken. */
  public int waiting() {
    return arrived.size();
  }

  /** Connections that were accepted so far. */
  public int connectionsAccepted() {
    return accepted.get();
  }

  /** Connections that the other side has not closed. */
  public int connectionsOpen() {
    return open.size();
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        var connection =
            new Http2ProviderConnection(
                server.accept(),
                accepted.incrementAndGet(),
                beforeSettings,
                arrived::add,
                open::remove);
        open.add(connection);
        connection.start();
      } catch (IOException closed) {
        // the server socket was closed, or this one connection died before it began
      }
    }
  }

  @Override
  public void close() {
    try {
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    open.forEach(Http2ProviderConnection::close);
  }
}
