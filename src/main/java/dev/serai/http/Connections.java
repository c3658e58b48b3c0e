package dev.serai.http;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelConfig;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.dns.AddressResolverOptions;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.impl.VertxBuilder;
import io.vertx.core.impl.transports.EpollTransport;
import io.vertx.core.impl.transports.JDKTransport;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.spi.transport.Transport;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Every client's connection to the gateway port, from when it is accepted; so many and no more. */
final class Connections {
  private static final Logger log = LoggerFactory.getLogger(Connections.class);

  private final int max;
  private final HttpServerOptions options;
  private final ClientConnection.Patience patience;
  private final AtomicInteger taken = new AtomicInteger();
  private final AtomicLong refused = new AtomicLong();
  private final OnceAMinute told = new OnceAMinute();
  private final Set<ClientConnection> open = ConcurrentHashMap.newKeySet();

  /**
   * @param options of the servers
   */
  Connections(GatewaySettings settings, HttpServerOptions options) {
    this.options = options;
    max = settings.connections();
    patience = ClientConnection.Patience.of(settings);
  }

  /** Event loops whose servers count their connections here. */
  Vertx vertx(int loops, AddressResolverOptions names) {
    return new VertxBuilder(
            new VertxOptions().setEventLoopPoolSize(loops).setAddressResolverOptions(names))
        .findTransport(transport())
        .init()
        .vertx();
  }

  /** That are open now. */
  int count() {
    return taken.get();
  }

  /** Closed at once for want of room, since the start. */
  long refused() {
    return refused.get();
  }

  /**
   * No connection that is open now waits for a further request: those that are at a call close
   * behind it, when the client has taken the whole answer.
   */
  void leave() {
    open.forEach(ClientConnection::drain);
  }

  private void accept(ChannelHandlerContext context, Channel channel) {
    if (taken.incrementAndGet() > max) {
      taken.decrementAndGet();
      refused.incrementAndGet();
      channel.unsafe().closeForcibly();
      tell();
      return;
    }
    ClientConnection connection = new ClientConnection(patience, options, channel);
    open.add(connection);
    channel
        .closeFuture()
        .addListener(
            closed -> {
              open.remove(connection);
              taken.decrementAndGet();
            });
    channel.pipeline().addLast("connection", connection);
    context.fireChannelRead(channel);
  }

  private void tell() {
    if (!told.due()) return;
    log.atWarn()
        .addKeyValue("connections", max)
        .addKeyValue("refused", refused.get())
        .log("no room for a further connection; see serai.gateway.connections");
  }

  /**
   * Linux' own way to sockets, a twentieth cheaper than the JDK's, where its library can be loaded.
   */
  private Transport transport() {
    Transport epoll = new OverEpoll();
    return epoll.isAvailable() ? epoll : new OverJdk();
  }

  /** Vert.x itself tells of a connection only when it has sent something. */
  private final class OverEpoll extends EpollTransport {
    @Override
    public void configure(
        NetServerOptions options, boolean domainSocket, ServerBootstrap bootstrap) {
      super.configure(options, domainSocket, bootstrap);
      bootstrap.handler(new Accepting());
    }
  }

  /** As {@link OverEpoll}. */
  private final class OverJdk extends JDKTransport {
    @Override
    public void configure(
        NetServerOptions options, boolean domainSocket, ServerBootstrap bootstrap) {
      super.configure(options, domainSocket, bootstrap);
      bootstrap.handler(new Accepting());
    }
  }

  /** Stands before what hands a new connection to its event loop. */
  @Sharable
  private final class Accepting extends ChannelInboundHandlerAdapter {
    @Override
    public void channelRead(ChannelHandlerContext context, Object channel) {
      accept(context, (Channel) channel);
    }

    /** As what comes behind would, but for a stack in the log each time. */
    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      if (!OpenFiles.usedUp(cause)) {
        context.fireExceptionCaught(cause);
        return;
      }
      ChannelConfig config = context.channel().config().setAutoRead(false);
      context.executor().schedule(() -> config.setAutoRead(true), 1, TimeUnit.SECONDS);
    }
  }
}
