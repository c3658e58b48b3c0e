package dev.serai.features;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serai.testing.FaultyDoor;
import dev.serai.testing.GatewayUnderTest;
import dev.serai.testing.KeycloakRealm;
import dev.serai.testing.KeycloakServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A Keycloak that answers, but not to everything. */
class FaultyKeycloakTest {
  private KeycloakRealm realm;
  private FaultyDoor door;

  @BeforeEach
  void open() {
    realm = KeycloakServer.shared().newRealm();
    door = new FaultyDoor(realm.url());
  }

  @AfterEach
  void close() {
    door.close();
  }

  private GatewayUnderTest gateway(String sweep) {
    GatewayUnderTest.Starter starter =
        GatewayUnderTest.with("organization: acme\n")
            .property("serai.keycloak.issuer", realm.issuer());
    String[] properties = Realms.properties(realm);
    for (int i = 0; i + 1 < properties.length; i += 2)
      starter.property(properties[i], properties[i + 1]);
    return starter
        .property("serai.keycloak.url", door.url())
        .property("serai.keycloak.sweep", sweep)
        .start();
  }

  private static void awaitLeft(GatewayUnderTest gateway, String id) throws Exception {
    Eventually.is("left", () -> left(gateway, id));
  }

  private static boolean left(GatewayUnderTest gateway, String id) {
    return Employee.actions(gateway, id).contains("user.leave keycloak");
  }

  @Test
  void oneUserWhomItHasNoAnswerForDoesNotKeepTheOthersFromLeaving() throws Exception {
    try (GatewayUnderTest gateway = gateway("1h")) {
      Employee ada = Employee.of(realm, gateway);
      Employee eve = Employee.of(realm, gateway);
      String adas = ada.id();
      String eves = eve.id();
      Eventually.is("followed", () -> Realms.follows(gateway));
      door.answer("/users/" + realm.subject(ada.name), 500);

      realm.disable(ada.name);
      realm.disable(eve.name);

      awaitLeft(gateway, eves);
      assertThat(left(gateway, adas)).isFalse();
      Eventually.is("not away", () -> !Realms.away(gateway));
    }
  }

  @Test
  void leaversAreFoundWithoutEventsAndOneOfThemLaterThanTheOthers() throws Exception {
    try (GatewayUnderTest gateway = gateway("1s")) {
      Employee ada = Employee.of(realm, gateway);
      Employee eve = Employee.of(realm, gateway);
      String adas = ada.id();
      String eves = eve.id();
      String subject = realm.subject(ada.name);
      door.answer("events", 403);
      door.answer("/users/" + subject, 500);

      realm.disable(ada.name);
      realm.disable(eve.name);

      awaitLeft(gateway, eves);
      assertThat(left(gateway, adas)).isFalse();
      door.heal("/users/" + subject);
      awaitLeft(gateway, adas);
    }
  }
}
