package dev.serai.e2e;

import dev.serai.testing.FakeProvider;
import dev.serai.testing.GatewayUnderTest;
import java.util.Map;

/**
 * Where the clients of these tests knock: the one place that knows what stands between them and the
 * fake provider.
 *
 * @param url of the gateway, without version
 * @param key the virtual key the client holds
 * @param providerSecret what must reach the provider in its place
 */
record Door(String url, String key, String providerSecret, GatewayUnderTest gateway)
    implements AutoCloseable {
  private static final String SECRET = "sk-provider-000000000000";

  /** Starts a gateway before a provider that speaks every dialect. */
  static Door to(FakeProvider provider) {
    return to(provider, "");
  }

  /**
   * @param more sections of the {@code serai.yaml}
   */
  static Door to(FakeProvider provider, String more) {
    return to(provider, more, Map.of());
  }

  /**
   * @param properties of the server beside
   */
  static Door to(FakeProvider provider, String more, Map<String, String> properties) {
    String yaml =
        """
        organization: acme
        projects: [ { name: agents }, { name: checkout, team: platform } ]
        providers:
          - name: openai
            type: openai
            base-url: %1$s/v1
            models: ["gpt-*"]
            credentials: [ { name: main, secret: "%2$s" } ]
          - name: anthropic
            type: anthropic
            base-url: %1$s/v1
            credentials: [ { name: main, secret: "%2$s" } ]
          - name: gemini
            type: gemini
            base-url: %1$s/v1beta
            credentials: [ { name: main, secret: "%2$s" } ]
        policies:
          - { name: standard, default: true, providers: [openai, anthropic, gemini] }
        keys:
          - { name: agent, project: agents, policy: standard, secret: "%3$s" }
        """
            .formatted(provider.baseUrl(), SECRET, GatewayUnderTest.KEY);
    GatewayUnderTest.Starter starter = GatewayUnderTest.with(yaml + more);
    properties.forEach(starter::property);
    GatewayUnderTest gateway = starter.start();
    return new Door(gateway.url(), GatewayUnderTest.KEY, SECRET, gateway);
  }

  @Override
  public void close() {
    gateway.close();
  }
}
