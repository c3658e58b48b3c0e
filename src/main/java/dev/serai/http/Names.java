package dev.serai.http;

import io.vertx.core.dns.AddressResolverOptions;

/** How providers' names become addresses. */
final class Names {
  /** A record may say a day; nobody waits so long for a provider that has moved. */
  private static final int MAX_SECONDS = 30;

  private Names() {}

  static AddressResolverOptions options(UpstreamSettings upstream) {
    AddressResolverOptions options =
        new AddressResolverOptions().setCacheMaxTimeToLive(MAX_SECONDS);
    upstream.nameServers().forEach(options::addServer);
    return options;
  }
}
