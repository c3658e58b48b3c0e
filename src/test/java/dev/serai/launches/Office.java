package dev.serai.launches;

import dev.serai.testing.Dialects;
import dev.serai.testing.FakeProvider;
import dev.serai.testing.GatewayUnderTest;
import dev.serai.testing.KeycloakRealm;
import dev.serai.testing.KeycloakServer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.keycloak.representations.idm.RealmRepresentation;

/** What stands behind the laptops: a gateway, the Keycloak that it follows, a provider. */
final class Office implements ExtensionContext.Store.CloseableResource {
  final FakeProvider provider = FakeProvider.start();
  final KeycloakRealm realm = KeycloakServer.shared().newRealm();
  final GatewayUnderTest gateway;

  private Office() {
    RealmRepresentation changed = realm.admin().toRepresentation();
    List<String> types = new ArrayList<>();
    if (changed.getEnabledEventTypes() != null) types.addAll(changed.getEnabledEventTypes());
    types.add("REFRESH_TOKEN");
    changed.setEventsEnabled(true);
    changed.setEnabledEventTypes(types);
    realm.admin().update(changed);
    GatewayUnderTest.Starter starter = GatewayUnderTest.with(yaml(provider));
    for (String property : realm.properties()) {
      String[] parts = property.split("=", 2);
      starter.property(parts[0], parts[1]);
    }
    gateway = starter.property("serai.keycloak.sweep", "2s").start();
  }

  /** A {@code serai.yaml}. */
  static String yaml(FakeProvider provider) {
    return """
    organization: acme
    providers:
      - name: anthropic
        type: anthropic
        base-url: %s/v1
        models: ["claude-*"]
        credentials: [ { name: main, secret: sk-provider-000000000000 } ]
    policies:
      - { name: standard, default: true, providers: [anthropic] }
    prices:
      - match: "exact:claude-sonnet-5"
        provider: anthropic
        usd-per-mtok: { input: 300, output: 1500, cache-read: 30 }
    """
        .formatted(provider.baseUrl());
  }

  /** Every answer is "Hello!". */
  static void greet(FakeProvider provider) {
    provider.reset();
    provider.otherwise(Dialects.ANTHROPIC.streamed("claude-sonnet-5", "Hel", "lo!"));
  }

  /** The next answer begins with these words and does not end. */
  static void stall(FakeProvider provider, String words) {
    String begun = new String(first(words), java.nio.charset.StandardCharsets.UTF_8);
    provider.answer(
        Dialects.ANTHROPIC.streamed("claude-sonnet-5", words, " more").stallAt(begun.length()));
  }

  private static byte[] first(String words) {
    var bytes = new java.io.ByteArrayOutputStream();
    for (var step : Dialects.ANTHROPIC.streamed("claude-sonnet-5", words, " more").body()) {
      byte[] piece = ((dev.serai.testing.Answer.Step.Send) step).bytes();
      bytes.writeBytes(piece);
      if (new String(piece, java.nio.charset.StandardCharsets.UTF_8).contains(words)) break;
    }
    return bytes.toByteArray();
  }

  /** Somebody new, signed in on a laptop in that folder. */
  Laptop laptop(Path folder, String name) throws Exception {
    realm.createUser(name, List.of(), List.of());
    return Laptop.in(folder, gateway.url(), gateway.adminUrl()).signIn(realm, name);
  }

  /** How often sign-ins of this person were refreshed. */
  int refreshes(String name) {
    return realm
        .admin()
        .getEvents(List.of("REFRESH_TOKEN"), null, realm.subject(name), null, null, null, 0, 100)
        .size();
  }

  @Override
  public void close() {
    gateway.close();
    provider.close();
  }

  /** One for all classes. */
  static final class Open implements ParameterResolver {
    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
      return parameter.getParameter().getType() == Office.class;
    }

    @Override
    public Office resolveParameter(ParameterContext parameter, ExtensionContext context) {
      return context
          .getRoot()
          .getStore(ExtensionContext.Namespace.create(Office.class))
          .getOrComputeIfAbsent(Office.class, key -> new Office(), Office.class);
    }
  }
}
