package dev.serai.http;

import dev.serai.call.Provider;
import io.vertx.core.http.HttpConnection;
import org.jspecify.annotations.Nullable;

/**
 * One request on a connection to a provider, and whether anything has come back since. On the
 * connection's event loop.
 */
final class ConnectionUse {
  private final ProviderConnection connection;
  private final boolean first;
  private final long receivedBefore;
  private final long begunNanos = System.nanoTime();

  private ConnectionUse(ProviderConnection connection) {
    this.connection = connection;
    this.first = connection.use(this);
    this.receivedBefore = connection.bytes();
  }

  /**
   * @param client whose connection it is
   * @return null when it is closed by now
   */
  static @Nullable ConnectionUse begin(
      HttpConnection connection, Client client, Provider provider) {
    ProviderConnection used = ProviderConnection.of(connection, client, provider);
    return used == null ? null : new ConnectionUse(used);
  }

  ProviderConnection connection() {
    return connection;
  }

  /** The reply has come to its end. */
  void over() {
    connection.over(this);
  }

  /** On a connection that had served others before. */
  boolean pooled() {
    return !first;
  }

  /** Nothing has come back; on HTTP/2 for none of the connection's streams. */
  boolean silent() {
    return connection.bytes() == receivedBefore;
  }

  /** Nothing has come back, and it is not longer ago than that. */
  boolean silent(long nanos) {
    return silent() && System.nanoTime() - begunNanos < nanos;
  }
}
