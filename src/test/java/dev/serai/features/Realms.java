package dev.serai.features;

import dev.serai.testing.GatewayUnderTest;
import dev.serai.testing.KeycloakRealm;
import io.micrometer.core.instrument.MeterRegistry;

/** How a fleet is made to follow a realm. */
final class Realms {
  private Realms() {}

  /** In pairs of name and value. */
  static String[] properties(KeycloakRealm realm) {
    return new String[] {
      "serai.keycloak.url", realm.url(),
      "serai.keycloak.realm", realm.name(),
      "serai.keycloak.client-secret", realm.clientSecret("serai-gateway"),
      "serai.keycloak.sweep", "2s"
    };
  }

  /** Whether this replica is the one that does. */
  static boolean follows(GatewayUnderTest replica) {
    return replica.bean(MeterRegistry.class).get("serai.keycloak.follows").gauge().value() == 1;
  }

  /** Whether it gets no answer. */
  static boolean away(GatewayUnderTest replica) {
    return replica.bean(MeterRegistry.class).get("serai.keycloak.away").gauge().value() == 1;
  }
}
