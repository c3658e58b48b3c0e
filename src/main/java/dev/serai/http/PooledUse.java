package dev.serai.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.util.Attribute;
import io.netty.util.AttributeKey;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.net.impl.ConnectionBase;
import org.jspecify.annotations.Nullable;

/**
 * One request on a connection that had served others before, and whether anything has come back
 * since; on HTTP/2 for whichever of its streams. On the connection's event loop.
 */
final class PooledUse {
  private static final AttributeKey<Received> RECEIVED =
      AttributeKey.valueOf(PooledUse.class, "received");

  private final Received received;
  private final long receivedBefore;
  private final long begunNanos = System.nanoTime();

  private PooledUse(Received received) {
    this.received = received;
    this.receivedBefore = received.bytes;
  }

  /**
   * @return null for the first request on a connection
   */
  static @Nullable PooledUse begin(HttpConnection connection) {
    if (!(connection instanceof ConnectionBase base)) return null;
    Channel channel = base.channel();
    Attribute<Received> known = channel.attr(RECEIVED);
    Received received = known.get();
    if (received != null) return new PooledUse(received);
    ChannelHandlerContext codec = channel.pipeline().context(HttpClientCodec.class);
    if (codec == null) codec = channel.pipeline().context(Http2ConnectionHandler.class);
    if (codec == null) return null; // closed by now
    received = new Received();
    known.set(received);
    channel.pipeline().addBefore(codec.name(), null, received);
    return null;
  }

  /** Nothing has come back, and it is not longer ago than that. */
  boolean silent(long nanos) {
    return received.bytes == receivedBefore && System.nanoTime() - begunNanos < nanos;
  }

  /** Counts what comes in, after TLS, whose own farewell is no reply. */
  private static final class Received extends ChannelInboundHandlerAdapter {
    private long bytes;

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      if (message instanceof ByteBuf buffer) bytes += buffer.readableBytes();
      context.fireChannelRead(message);
    }
  }
}
