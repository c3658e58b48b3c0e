package dev.serai.http;

import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.util.AttributeKey;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.impl.ConnectionBase;
import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One client's connection, and how long it may keep us waiting. Stands before everything else, TLS
 * too, so that it counts from the first byte. It is looked at now and then: a deadline costs no
 * timer for each request, and is late by a quarter at most. On its event loop, but for {@link
 * #drain}.
 */
final class ClientConnection extends ChannelDuplexHandler {
  private static final AttributeKey<ClientConnection> KEY = AttributeKey.valueOf("serai.client");
  private static final long LEAVING_LOOK_MILLIS = 100;

  /** What a connection is at. */
  private enum At {
    /** A call runs; any byte either way renews its time. */
    CALL,
    /** The answer is out, the client still sends the body. */
    BODY,
    /** The head of a request has begun. */
    HEAD,
    /** Nothing: the next request has not begun. */
    NOTHING
  }

  /** Nanoseconds that a connection may be at each, and milliseconds between two looks at it. */
  record Patience(long call, long body, long head, long nothing, long lookMillis) {
    /** Models think for minutes; ten at least have to pass in silence. */
    private static final Duration CALL = Duration.ofMinutes(15);

    private static final int LONGEST_LOOK_MILLIS = 5000;

    static Patience of(GatewaySettings settings) {
      long head = settings.headerTimeout().toNanos();
      long nothing = settings.idleTimeout().toNanos();
      long look = TimeUnit.NANOSECONDS.toMillis(Math.min(head, nothing) / 4);
      return new Patience(
          CALL.toNanos(),
          settings.bodyTimeout().toNanos(),
          head,
          nothing,
          Math.clamp(look, 10, LONGEST_LOOK_MILLIS));
    }

    private long nanos(At at) {
      return switch (at) {
        case CALL -> call;
        case BODY -> body;
        case HEAD -> head;
        case NOTHING -> nothing;
      };
    }
  }

  private final Patience patience;
  private final HttpServerOptions options;
  private final Channel channel;
  private @Nullable HttpConnection http;
  private @Nullable Http2ConnectionHandler two;
  private @Nullable HttpServerRequest last;
  private @Nullable ScheduledFuture<?> looking;
  private @Nullable ScheduledFuture<?> leaving;
  private At at = At.NOTHING;
  private long since = System.nanoTime();
  private long headBegan; // 0 = it has not
  private boolean begun;
  private boolean heard; // since the last look, as the next one
  private boolean served;
  private boolean unasked; // the body of the last request: it was told not to send it

  ClientConnection(Patience patience, HttpServerOptions options, Channel channel) {
    this.patience = patience;
    this.options = options;
    this.channel = channel;
    channel.attr(KEY).set(this);
  }

  static ClientConnection of(HttpConnection connection) {
    return ((ConnectionBase) connection).channel().attr(KEY).get();
  }

  @Override
  public void handlerAdded(ChannelHandlerContext context) {
    long pause = patience.lookMillis();
    looking =
        context.executor().scheduleWithFixedDelay(this::look, pause, pause, TimeUnit.MILLISECONDS);
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    if (looking != null) looking.cancel(false);
    if (leaving != null) leaving.cancel(false);
    context.fireChannelInactive();
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object bytes) {
    if (!begun) {
      begun = true;
      channel.pipeline().addLast("strict", StrictRequests.placing(options));
    }
    heard = true;
    if (headBegan == 0 && between()) headBegan = System.nanoTime();
    context.fireChannelRead(bytes);
  }

  @Override
  public void flush(ChannelHandlerContext context) {
    heard = true;
    context.flush();
  }

  /** It speaks HTTP; said once more when it changes to HTTP/2. */
  void speaks(HttpConnection connection) {
    http = connection;
    two = channel.pipeline().get(Http2ConnectionHandler.class);
    if (two != null) limitStreams(two.connection());
  }

  /** Netty waits for the client to confirm the settings, which it need never do. */
  private void limitStreams(Http2Connection connection) {
    long most = options.getInitialSettings().getMaxConcurrentStreams();
    connection.remote().maxActiveStreams((int) Math.min(most, Integer.MAX_VALUE));
  }

  /**
   * The head of a request is here.
   *
   * @return false when the client was told that no further one is read on this connection
   */
  boolean began(HttpServerRequest request) {
    headBegan = 0;
    served = true;
    if (leaving != null && two == null) return false;
    last = request;
    return true;
  }

  /** Sends what was written, before it is closed because of what came. */
  void flush() {
    channel.flush();
  }

  private boolean between() {
    HttpServerRequest request = last;
    return request == null || request.isEnded() && request.response().ended();
  }

  private At at() {
    if (two != null) return two.connection().numActiveStreams() > 0 ? At.CALL : At.NOTHING;
    HttpServerRequest request = last;
    if (request != null && !request.response().ended()) return At.CALL;
    if (request != null && !request.isEnded()) return At.BODY;
    return headBegan == 0 ? At.NOTHING : At.HEAD;
  }

  private void look() {
    long now = System.nanoTime();
    At before = at;
    at = at();
    boolean renewed = at == At.CALL ? heard : at == At.NOTHING && served;
    if (at == At.HEAD) since = headBegan;
    else if (at != before || renewed) since = now;
    heard = false;
    served = false;
    if (at == At.HEAD || at == At.NOTHING) last = null; // keeps all that its call was made of
    if (now - since > patience.nanos(at)) channel.close();
  }

  /** As {@link #leave}, without a body that the client was told not to send. */
  void leaveWithoutBody() {
    unasked = true;
    leave();
  }

  /**
   * No further request: closes when what is under way was answered, and the answer is out. Over
   * HTTP/2 the other calls of the connection go on, and it stays.
   */
  void leave() {
    if (leaving == null && two == null) leaveSoon();
  }

  private void leaveSoon() {
    leaving =
        channel
            .eventLoop()
            .scheduleWithFixedDelay(
                this::leaveIfDone, 0, LEAVING_LOOK_MILLIS, TimeUnit.MILLISECONDS);
  }

  private void leaveIfDone() {
    At now = at();
    if (now == At.CALL || now == At.BODY && !unasked) return;
    ChannelOutboundBuffer out = channel.unsafe().outboundBuffer();
    if (out == null || out.totalPendingWriteBytes() == 0) channel.close();
  }

  /** The gateway stops: says so where the protocol can, and leaves. From any thread. */
  void drain() {
    channel.eventLoop().execute(this::drainNow);
  }

  private void drainNow() {
    if (leaving != null) return;
    if (two != null && http != null) http.goAway(0);
    HttpServerRequest request = last;
    if (two == null && request != null && !request.response().headWritten())
      request.response().putHeader("connection", "close");
    leaveSoon();
  }
}
