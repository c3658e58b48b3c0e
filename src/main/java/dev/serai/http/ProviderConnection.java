package dev.serai.http;

import dev.serai.call.Provider;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.util.Attribute;
import io.netty.util.AttributeKey;
import io.netty.util.ReferenceCountUtil;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.net.impl.ConnectionBase;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A connection to a provider: how old it is and what has come on it. Counts after TLS, whose own
 * farewell is no reply. What comes on an HTTP/1.1 connection when no request is underway belongs to
 * nobody, and closes it. On the connection's event loop.
 */
final class ProviderConnection extends ChannelInboundHandlerAdapter {
  private static final AttributeKey<ProviderConnection> KEY =
      AttributeKey.valueOf(ProviderConnection.class, "connection");

  /** Longer than any call: each of them has a deadline of its own. */
  private static final long FAREWELL_HOURS = 24;

  private final HttpConnection connection;
  private final @Nullable Http2ConnectionHandler two;
  private final long oldAt;
  private long bytes;
  private boolean used;

  /** Of HTTP/2, the last that began. */
  private @Nullable ConnectionUse current;

  private ProviderConnection(
      HttpConnection connection, @Nullable Http2ConnectionHandler two, long lifeNanos) {
    this.connection = connection;
    this.two = two;
    this.oldAt = System.nanoTime() + lifeNanos;
  }

  /**
   * The one that stands behind a request; made with its first.
   *
   * @param client whose it is
   * @return null when it is closed by now
   */
  static @Nullable ProviderConnection of(
      HttpConnection connection, Client client, Provider provider) {
    if (!(connection instanceof ConnectionBase base)) return null;
    Channel channel = base.channel();
    Attribute<ProviderConnection> attribute = channel.attr(KEY);
    ProviderConnection known = attribute.get();
    if (known != null) return known;
    ChannelHandlerContext codec = channel.pipeline().context(HttpClientCodec.class);
    Http2ConnectionHandler two = channel.pipeline().get(Http2ConnectionHandler.class);
    if (codec == null && two != null) codec = channel.pipeline().context(two);
    if (codec == null) return null;
    ProviderConnection made = new ProviderConnection(connection, two, life(client.age()));
    attribute.set(made);
    channel.pipeline().addBefore(codec.name(), null, made);
    client.opened(provider, two != null);
    channel.closeFuture().addListener(closed -> client.closed(provider, two != null));
    return made;
  }

  /** Some are old a bit earlier than others, so that not all are made anew at once. */
  private static long life(Duration age) {
    long nanos = age.toNanos();
    return nanos - ThreadLocalRandom.current().nextLong(nanos / 5 + 1);
  }

  /**
   * One more request.
   *
   * @return whether it is the first
   */
  boolean use(ConnectionUse request) {
    boolean first = !used;
    used = true;
    current = request;
    return first;
  }

  /** Its reply has come to its end. */
  void over(ConnectionUse request) {
    if (current == request) current = null;
  }

  /** So many bytes have come so far; on HTTP/2 for whichever of its streams. */
  long bytes() {
    return bytes;
  }

  /** It has lived long enough: its provider may have another address by now. */
  boolean old() {
    return System.nanoTime() - oldAt >= 0;
  }

  /** Nobody gets it any more; on HTTP/2, those who have it keep it to their end. */
  void retire() {
    if (two == null) connection.close();
    else connection.shutdown(FAREWELL_HOURS, TimeUnit.HOURS);
  }

  boolean multiplexed() {
    return two != null;
  }

  /**
   * The provider has gone away and said that it will not look at this stream, nor has it (RFC 9113,
   * 6.8).
   *
   * @param stream -1 for one that has not begun
   */
  boolean disowned(int stream) {
    return two != null
        && two.connection().goAwayReceived()
        && (stream < 0 || stream > two.connection().local().lastStreamKnownByPeer());
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (two == null && current == null) {
      ReferenceCountUtil.release(message);
      context.close();
      return;
    }
    if (message instanceof ByteBuf buffer) bytes += buffer.readableBytes();
    context.fireChannelRead(message);
  }
}
