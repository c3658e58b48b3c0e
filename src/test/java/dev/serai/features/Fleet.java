package dev.serai.features;

import dev.serai.testing.Dialects;
import dev.serai.testing.FakeProvider;
import dev.serai.testing.GatewayUnderTest;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * A gateway before two fake providers in every dialect: {@code first} with the credentials main and
 * spare, {@code second} with one. Model {@code m} is served by both, in this order.
 */
final class Fleet implements AutoCloseable {
  private static final String OF_FIRST = ", credentials: [ { name: main";

  static final String MAIN = "sk-main-0000000000000000";
  static final String SPARE = "sk-spare-000000000000000";
  static final String OTHER = "sk-other-000000000000000";

  final FakeProvider first = FakeProvider.start();
  final FakeProvider second = FakeProvider.start();
  final GatewayUnderTest gateway;
  final Client client;

  Fleet(String more, String... properties) {
    this(more, "{}", starter -> {}, properties);
  }

  /**
   * @param timeouts of {@link #first}'s providers, as in {@code serai.yaml}
   */
  private Fleet(
      String more,
      String timeouts,
      Consumer<GatewayUnderTest.Starter> options,
      String... properties) {
    this(url -> url, more, timeouts, options, properties);
  }

  /**
   * @param road to a provider's address: another one that leads there
   */
  Fleet(
      UnaryOperator<String> road,
      String more,
      String timeouts,
      Consumer<GatewayUnderTest.Starter> options,
      String... properties) {
    GatewayUnderTest.Starter starter =
        GatewayUnderTest.with(
            yaml()
                    .replace(first.baseUrl(), road.apply(first.baseUrl()))
                    .replace(second.baseUrl(), road.apply(second.baseUrl()))
                    .replace(OF_FIRST, ", timeouts: " + timeouts + OF_FIRST)
                + more);
    for (int i = 0; i + 1 < properties.length; i += 2)
      starter.property(properties[i], properties[i + 1]);
    options.accept(starter);
    gateway = starter.start();
    client = new Client(gateway);
  }

  static Fleet withTimeouts(String timeouts, String... properties) {
    return new Fleet("", timeouts, starter -> {}, properties);
  }

  static Fleet with(Consumer<GatewayUnderTest.Starter> options) {
    return new Fleet("", "{}", options);
  }

  /** One more replica before the same providers; the caller closes it. */
  GatewayUnderTest replica(String... properties) {
    GatewayUnderTest.Starter starter = GatewayUnderTest.with(yaml()).beside(gateway);
    for (int i = 0; i + 1 < properties.length; i += 2)
      starter.property(properties[i], properties[i + 1]);
    return starter.start();
  }

  private String yaml() {
    StringBuilder yaml =
        new StringBuilder("organization: acme\nprojects: [ { name: checkout } ]\nproviders:\n");
    provider(yaml, "openai", "first", "/v1", first);
    provider(yaml, "anthropic", "first", "/v1", first);
    provider(yaml, "gemini", "first", "/v1beta", first);
    provider(yaml, "openai", "second", "/v1", second);
    provider(yaml, "anthropic", "second", "/v1", second);
    provider(yaml, "gemini", "second", "/v1beta", second);
    return yaml
        + """
        policies:
          - name: standard
            default: true
            providers: [openai-first, anthropic-first, gemini-first, openai-second, anthropic-second, gemini-second]
            aliases: { fast: m }
            deny: { models: [secret-*] }
        keys:
          - { name: ci, project: checkout, policy: standard, secret: "%s" }
        """
            .formatted(GatewayUnderTest.KEY);
  }

  private static void provider(
      StringBuilder yaml, String type, String place, String version, FakeProvider fake) {
    String credentials =
        place.equals("first")
            ? "{ name: main, secret: \"" + MAIN + "\" }, { name: spare, secret: \"" + SPARE + "\" }"
            : "{ name: only, secret: \"" + OTHER + "\" }";
    yaml.append("  - { name: ")
        .append(type)
        .append('-')
        .append(place)
        .append(", type: ")
        .append(type)
        .append(", base-url: \"")
        .append(fake.baseUrl())
        .append(version)
        .append("\", models: [m, \"secret-*\", \"gpt-*\"], credentials: [ ")
        .append(credentials)
        .append(" ] }\n");
  }

  /** Who in {@link #first}'s and {@link #second}'s place speaks the dialect. */
  static String provider(Dialects dialect, String place) {
    return switch (dialect) {
      case OPENAI_CHAT, OPENAI_RESPONSES -> "openai-" + place;
      case ANTHROPIC -> "anthropic-" + place;
      case GEMINI -> "gemini-" + place;
    };
  }

  void reset() {
    first.reset();
    second.reset();
  }

  @Override
  public void close() {
    gateway.close();
    first.close();
    second.close();
  }
}
