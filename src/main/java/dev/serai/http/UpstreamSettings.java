package dev.serai.http;

import dev.serai.call.Secret;
import io.netty.util.NetUtil;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * By which way providers are reached that say nothing else.
 *
 * @param proxy {@code http://host:port}; empty = none
 * @param proxyUser at that proxy, and at no other; empty = it asks for none
 * @param noProxy hosts that are reached directly: a name, or {@code .example.com} for all below one
 * @param caFile PEM certificates, trusted beside the JDK's
 * @param nameServers asked for addresses in the place of the machine's: {@code 10.0.0.2} or {@code
 *     10.0.0.2:5353}
 */
@ConfigurationProperties("serai.upstream")
public record UpstreamSettings(
    @DefaultValue("") String proxy,
    @DefaultValue("") String proxyUser,
    @Nullable Secret proxyPassword,
    @DefaultValue List<String> noProxy,
    @Nullable Path caFile,
    @DefaultValue List<String> nameServers) {
  public UpstreamSettings {
    noProxy = noProxy.stream().map(host -> host.strip().toLowerCase(Locale.ROOT)).toList();
    if (!proxy.isEmpty() && !usable(proxy))
      throw new IllegalArgumentException(
          "serai.upstream.proxy: no usable proxy (expected: http://host:port, its user and password"
              + " in settings of their own)");
    nameServers = nameServers.stream().map(String::strip).toList();
    for (String server : nameServers)
      if (!nameServer(server))
        throw new IllegalArgumentException(
            "serai.upstream.name-servers: '"
                + server
                + "' (expected: an IPv4 address, with a port or without)");
  }

  private static boolean nameServer(String server) {
    int colon = server.indexOf(':');
    String address = colon < 0 ? server : server.substring(0, colon);
    return NetUtil.isValidIpV4Address(address)
        && (colon < 0 || server.substring(colon + 1).matches("[1-9][0-9]{0,4}"));
  }

  private static boolean usable(String proxy) {
    try {
      URI uri = URI.create(proxy);
      return "http".equals(uri.getScheme())
          && uri.getHost() != null
          && uri.getPort() > 0
          && uri.getRawUserInfo() == null;
    } catch (IllegalArgumentException _) {
      return false;
    }
  }

  /** Whether it is reached without the installation's proxy. */
  boolean direct(String host) {
    String name = host.toLowerCase(Locale.ROOT);
    for (String entry : noProxy)
      if (name.equals(entry) || entry.startsWith(".") && name.endsWith(entry)) return true;
    return false;
  }
}
