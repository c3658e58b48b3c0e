package dev.serai.http;

import dev.serai.call.Provider;
import dev.serai.call.Provider.Http;
import dev.serai.call.Provider.Network;
import dev.serai.call.Secret;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.vertx.core.Vertx;
import io.vertx.core.http.Http2Settings;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.net.ProxyOptions;
import io.vertx.core.net.ProxyType;
import io.vertx.core.net.impl.ConnectionBase;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One event loop's clients towards providers, one for each way that leads to one. On its loop only.
 */
final class Clients {
  /** Ways of providers that were changed since; each change makes a new one. */
  private static final int MAX = 500;

  /** Of one HTTP/2 connection; more streams open another. */
  private static final int STREAMS = 100;

  private static final int STREAM_WINDOW = 256 * 1024;

  private final Vertx vertx;
  private final GatewaySettings settings;
  private final UpstreamSettings upstream;
  private final String caCertificates;
  private final Map<Way, Client> clients = new LinkedHashMap<>(16, 0.75f, true);

  /**
   * What connections of one client have in common.
   *
   * @param version HTTP/2 over TLS is an offer
   * @param keepAlive false = each connection serves one request
   */
  private record Way(HttpVersion version, String proxy, String caCertificates, boolean keepAlive) {}

  /**
   * @param caCertificates of the installation, PEM
   */
  Clients(Vertx vertx, GatewaySettings settings, UpstreamSettings upstream, String caCertificates) {
    this.vertx = vertx;
    this.settings = settings;
    this.upstream = upstream;
    this.caCertificates = caCertificates;
  }

  /**
   * @param afresh on a connection that no other request had. HTTP/2 that was asked for has none: a
   *     dead connection is no longer its client's
   */
  Client of(Provider provider, boolean afresh) {
    Address address = Address.of(provider.baseUrl());
    Network network = provider.network();
    boolean two = network.http() == Http.TWO;
    HttpVersion version =
        two || network.http() == Http.AUTO && address.tls() && !afresh
            ? HttpVersion.HTTP_2
            : HttpVersion.HTTP_1_1;
    String pem = network.caCertificates().isEmpty() ? caCertificates : network.caCertificates();
    Way way = new Way(version, proxy(network, address), address.tls() ? pem : "", two || !afresh);
    Client client = clients.get(way);
    return client == null ? made(way) : client;
  }

  private String proxy(Network network, Address address) {
    if (network.proxy().equals(Network.NO_PROXY)) return "";
    if (!network.proxy().isEmpty()) return network.proxy();
    if (upstream.proxy().isEmpty() || upstream.direct(address.host())) return "";
    return upstream.proxy();
  }

  private Client made(Way way) {
    if (clients.size() >= MAX) {
      Map.Entry<Way, Client> eldest = clients.entrySet().iterator().next();
      clients.remove(eldest.getKey());
      eldest.getValue().http().close();
    }
    int max = settings.connectionsPerHost();
    int max2 = Math.max(1, max / STREAMS);
    HttpClient http =
        vertx
            .httpClientBuilder()
            .with(options(way))
            .with(
                new PoolOptions()
                    .setMaxWaitQueueSize(max)
                    .setHttp1MaxSize(max)
                    .setHttp2MaxSize(max2))
            .withConnectHandler(Clients::connected)
            .build();
    Client client = new Client(http, settings.connectionAge(), max, max2);
    clients.put(way, client);
    return client;
  }

  private HttpClientOptions options(Way way) {
    HttpClientOptions options =
        new HttpClientOptions()
            .setMaxHeaderSize((int) settings.maxHeaders().toBytes())
            .setDecompressionSupported(
                false) // we ask for none: usage is read from the bytes that pass
            .setTcpNoDelay(true)
            .setTcpKeepAlive(true)
            .setKeepAliveTimeout(
                30) // below what providers allow, or a pooled connection dies under a request
            .setKeepAlive(way.keepAlive())
            .setMaxRedirects(0);
    if (!way.caCertificates().isEmpty())
      options.setTrustOptions(Trust.beside(way.caCertificates()));
    if (!way.proxy().isEmpty()) options.setProxyOptions(proxy(way.proxy()));
    return way.version() == HttpVersion.HTTP_2 ? two(options) : options;
  }

  /** The connection's window has room for all its streams: one that is not read stops no other. */
  private HttpClientOptions two(HttpClientOptions options) {
    return options
        .setProtocolVersion(HttpVersion.HTTP_2)
        .setUseAlpn(true)
        .setAlpnVersions(List.of(HttpVersion.HTTP_2, HttpVersion.HTTP_1_1))
        .setHttp2ClearTextUpgrade(false)
        .setHttp2KeepAliveTimeout(30)
        .setHttp2MultiplexingLimit(STREAMS)
        .setHttp2ConnectionWindowSize(STREAMS * STREAM_WINDOW)
        .setInitialSettings(
            new Http2Settings()
                .setInitialWindowSize(STREAM_WINDOW)
                .setPushEnabled(false)
                .setMaxHeaderListSize(settings.maxHeaders().toBytes()));
  }

  private ProxyOptions proxy(String url) {
    URI uri = URI.create(url);
    ProxyOptions options =
        new ProxyOptions().setType(ProxyType.HTTP).setHost(uri.getHost()).setPort(uri.getPort());
    Secret password = upstream.proxyPassword();
    if (url.equals(upstream.proxy()) && !upstream.proxyUser().isEmpty() && password != null)
      options.setUsername(upstream.proxyUser()).setPassword(password.reveal());
    return options;
  }

  private static void connected(HttpConnection connection) {
    quiet(connection);
    if (connection instanceof ConnectionBase base
        && base.channel().pipeline().get(Http2ConnectionHandler.class) != null)
      connection.shutdownHandler(served -> connection.close()); // one side has gone away
  }

  /** A reset connection is told by the calls on it; Vert.x would log each as an error as well. */
  static void quiet(HttpConnection connection) {
    connection.exceptionHandler(reset -> {});
  }
}
