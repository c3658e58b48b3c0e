package dev.serai.http;

import dev.serai.call.Secret;
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
 */
@ConfigurationProperties("serai.upstream")
public record UpstreamSettings(
    @DefaultValue("") String proxy,
    @DefaultValue("") String proxyUser,
    @Nullable Secret proxyPassword,
    @DefaultValue List<String> noProxy,
    @Nullable Path caFile) {
  public UpstreamSettings {
    noProxy = noProxy.stream().map(host -> host.strip().toLowerCase(Locale.ROOT)).toList();
    if (!proxy.isEmpty() && !usable(proxy))
      throw new IllegalArgumentException(
          "serai.upstream.proxy: no usable proxy (expected: http://host:port, its user and password"
              + " in settings of their own)");
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
