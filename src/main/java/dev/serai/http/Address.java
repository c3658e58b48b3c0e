package dev.serai.http;

import java.net.URI;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A provider's base URL in parts. Made once for each: base URLs come from configuration only, so
 * the map is as small as that.
 */
record Address(String host, int port, boolean tls, String path) {
  private static final int MAX = 10_000;
  private static final Map<String, Address> KNOWN = new ConcurrentHashMap<>();

  static Address of(String baseUrl) {
    Address known = KNOWN.get(baseUrl);
    if (known != null) return known;
    Address address = parse(baseUrl);
    if (KNOWN.size() < MAX) KNOWN.put(baseUrl, address);
    return address;
  }

  private static Address parse(String baseUrl) {
    URI uri = URI.create(baseUrl);
    boolean tls = "https".equals(uri.getScheme());
    if (!tls && !"http".equals(uri.getScheme()))
      throw new IllegalArgumentException(
          "base-url: '" + baseUrl + "' (expected: https:// or http://)");
    String path = uri.getRawPath() == null ? "" : uri.getRawPath();
    if (path.endsWith("/")) path = path.substring(0, path.length() - 1);
    return new Address(
        uri.getHost(), uri.getPort() > 0 ? uri.getPort() : tls ? 443 : 80, tls, path);
  }
}
