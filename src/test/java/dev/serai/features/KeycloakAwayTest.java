package dev.serai.features;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serai.testing.Dialects;
import dev.serai.testing.GatewayUnderTest;
import dev.serai.testing.KeycloakRealm;
import dev.serai.testing.KeycloakServer;
import dev.serai.testing.PortSwitch;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class KeycloakAwayTest {
  private static final Dialects CHAT = Dialects.OPENAI_CHAT;
  private static KeycloakRealm realm;
  private static PortSwitch door;
  private static Fleet fleet;
  private static GatewayUnderTest other;

  @BeforeAll
  static void start() {
    realm = KeycloakServer.shared().newRealm();
    door = KeycloakServer.shared().behindSwitch();
    fleet = new Fleet("", properties());
    other = fleet.replica(properties());
    fleet.first.otherwise(CHAT.reply("m", "ok"));
  }

  @AfterAll
  static void stop() {
    other.close();
    fleet.close();
    door.close();
  }

  private static String[] properties() {
    String[] properties = Realms.properties(realm);
    properties[1] = door.url();
    String[] all = Arrays.copyOf(properties, properties.length + 2);
    all[properties.length] = "serai.keycloak.issuer";
    all[properties.length + 1] = realm.issuer();
    return all;
  }

  private static boolean someoneAway() {
    return Realms.away(fleet.gateway) || Realms.away(other);
  }

  @Test
  void nobodyLosesAnythingWhileKeycloakIsAwayAndLeaversAreFoundAfterwards() throws Exception {
    Employee ada = Employee.of(realm, fleet.gateway);
    String id = ada.id();
    String key = ada.key("laptop");
    ada.session("laptop");
    Employee eve = Employee.of(realm, fleet.gateway);
    String leaving = eve.key("laptop");
    assertThat(someoneAway()).isFalse();

    door.cut();
    realm.disable(eve.name);
    Eventually.is("away", KeycloakAwayTest::someoneAway);
    // as long again as it takes to sweep
    Eventually.is("revoked here", () -> revokedByItsUser(ada));

    for (GatewayUnderTest replica : List.of(fleet.gateway, other)) {
      assertThat(new Client(replica.url(), key).ask(CHAT, "m", false).status()).isEqualTo(200);
      assertThat(new Client(replica.url(), leaving).ask(CHAT, "m", false).status()).isEqualTo(200);
      assertThat(ada.withToken(replica).ask(CHAT, "m", false).status()).isEqualTo(200);
      assertThat(new Client(replica.adminUrl(), "").get("/readyz").status()).isEqualTo(200);
    }
    assertThat(Employee.actions(fleet.gateway, id)).doesNotContain("user.leave keycloak");

    door.connect();
    Eventually.is(
        "left",
        () ->
            new Client(other.url(), leaving)
                .ask(CHAT, "m", false)
                .header("x-serai-refusal")
                .equals("key_revoked"));
    assertThat(new Client(other.url(), key).ask(CHAT, "m", false).status()).isEqualTo(200);
    assertThat(ada.withToken(other).ask(CHAT, "m", false).status()).isEqualTo(200);
    Eventually.is("followed again", () -> !someoneAway());
  }

  /** What users do themselves needs no Keycloak. */
  private static boolean revokedByItsUser(Employee user) {
    String spare = user.key("spare");
    user.api().post("/api/me/devices/spare/revoke", "");
    return user.api()
        .get("/api/me/keys?status=revoked")
        .raw()
        .body()
        .contains(spare.substring(0, 13));
  }
}
