package dev.serai.e2e;

import dev.serai.testing.FakeProvider;

/**
 * Where the clients of these tests knock: the one place that knows what stands between them and the
 * fake provider.
 *
 * @param url of the gateway, without version
 * @param key the virtual key the client holds
 * @param providerSecret what must reach the provider in its place
 */
record Door(String url, String key, String providerSecret, AutoCloseable behind)
    implements AutoCloseable {

  /**
   * Opens the way to a provider that speaks every dialect: OpenAI's below {@code /v1} ({@code
   * gpt-*}, {@code text-embedding-*}), Anthropic's ({@code claude-*}) and Google's ({@code
   * gemini-*}).
   */
  static Door to(FakeProvider provider) {
    String key = "vk-lw-0123456789ABCDEFGHJKMNPQRS";
    return new Door(provider.baseUrl(), key, key, () -> {});
  }

  /** Whether nothing stands in between, which proves the clients and the fake, not the gateway. */
  boolean direct() {
    return key.equals(providerSecret);
  }

  @Override
  public void close() throws Exception {
    behind.close();
  }
}
