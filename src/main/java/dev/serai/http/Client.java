package dev.serai.http;

import dev.serai.call.Provider;
import io.vertx.core.http.HttpClient;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** One way to providers, and how many connections of its pools are open. On its event loop only. */
final class Client {
  private final HttpClient http;
  private final Duration age;
  private final int max;
  private final int max2;

  /** How full each pool is; none that is empty. */
  private final Map<Pool, Integer> open = new HashMap<>();

  /** Providers may share it, with other paths. */
  private record Pool(String host, int port, boolean tls) {
    static Pool of(Provider provider) {
      Address address = Address.of(provider.baseUrl());
      return new Pool(address.host(), address.port(), address.tls());
    }
  }

  /**
   * @param age of which a connection is old
   * @param max connections with HTTP/1.1 to one address
   * @param max2 those with HTTP/2
   */
  Client(HttpClient http, Duration age, int max, int max2) {
    this.http = http;
    this.age = age;
    this.max = max;
    this.max2 = max2;
  }

  HttpClient http() {
    return http;
  }

  Duration age() {
    return age;
  }

  void opened(Provider provider, boolean two) {
    open.merge(Pool.of(provider), weight(two), Integer::sum);
  }

  void closed(Provider provider, boolean two) {
    open.computeIfPresent(
        Pool.of(provider), (pool, weight) -> weight == weight(two) ? null : weight - weight(two));
  }

  /** Whoever found no connection has waited for one of others, none was made for it. */
  boolean full(Provider provider) {
    return open.getOrDefault(Pool.of(provider), 0) + Math.min(max, max2) > max * max2;
  }

  /** Of {@code max * max2}, as Vert.x reckons too. */
  private int weight(boolean two) {
    return two ? max : max2;
  }
}
