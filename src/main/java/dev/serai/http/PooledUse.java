package dev.serai.http;

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
import org.jspecify.annotations.Nullable;

/**
 * One request on a connection that may have served others before, and whether anything has come
 * back since; on HTTP/2 for whichever of its streams. What comes on an HTTP/1.1 connection when no
 * request is underway belongs to nobody, and closes it. On the connection's event loop.
 */
final class PooledUse {
  private static final AttributeKey<Received> RECEIVED =
      AttributeKey.valueOf(PooledUse.class, "received");

  private final Received received;
  private final long receivedBefore;
  private final boolean first;
  private final long begunNanos = System.nanoTime();

  private PooledUse(Received received, boolean first) {
    this.received = received;
    this.receivedBefore = received.bytes;
    this.first = first;
    received.current = this;
  }

  /**
   * @return null when it is not known what comes in
   */
  static @Nullable PooledUse begin(HttpConnection connection) {
    if (!(connection instanceof ConnectionBase base)) return null;
    Channel channel = base.channel();
    Attribute<Received> known = channel.attr(RECEIVED);
    Received received = known.get();
    if (received != null) return new PooledUse(received, false);
    ChannelHandlerContext one = channel.pipeline().context(HttpClientCodec.class);
    ChannelHandlerContext codec =
        one == null ? channel.pipeline().context(Http2ConnectionHandler.class) : one;
    if (codec == null) return null; // closed by now
    received = new Received(one != null);
    known.set(received);
    channel.pipeline().addBefore(codec.name(), null, received);
    return new PooledUse(received, true);
  }

  /**
   * Of a reply that has begun: its bytes were there before the request was sent, behind somebody
   * else's reply.
   */
  boolean foreign() {
    return received.bytes == receivedBefore;
  }

  /** The reply has come to its end. */
  void over() {
    if (received.current == this) received.current = null;
  }

  /**
   * The connection had served others, nothing has come back, and it is not longer ago than that.
   */
  boolean silent(long nanos) {
    return !first && received.bytes == receivedBefore && System.nanoTime() - begunNanos < nanos;
  }

  /** Counts what comes in, after TLS, whose own farewell is no reply. */
  private static final class Received extends ChannelInboundHandlerAdapter {
    private final boolean oneAtATime;
    private long bytes;
    private @Nullable PooledUse current;

    private Received(boolean oneAtATime) {
      this.oneAtATime = oneAtATime;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      if (oneAtATime && current == null) {
        ReferenceCountUtil.release(message);
        context.close();
        return;
      }
      if (message instanceof ByteBuf buffer) bytes += buffer.readableBytes();
      context.fireChannelRead(message);
    }
  }
}
