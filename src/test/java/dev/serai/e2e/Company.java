package dev.serai.e2e;

import dev.serai.testing.AdminCalls;
import dev.serai.testing.FakeProvider;
import dev.serai.testing.KeycloakBrowser;
import dev.serai.testing.KeycloakBrowser.Page;
import dev.serai.testing.KeycloakRealm;
import dev.serai.testing.KeycloakServer;
import dev.serai.testing.KeycloakSignIn;
import java.net.URI;
import java.util.List;
import java.util.Map;

/**
 * A gateway and a Keycloak whose tokens it takes, and people who may call in the name of a project.
 *
 * @param tap through which everybody reaches Keycloak
 */
record Company(Door door, KeycloakRealm realm, TokenTap tap) implements AutoCloseable {
  static final String PROJECT = "checkout";

  private static final String ADMIN = "root";

  static Company before(FakeProvider provider) {
    KeycloakRealm realm = KeycloakServer.shared().newRealm();
    realm.setDevicePolling(1);
    realm.createUser(ADMIN, List.of(), List.of("serai-admin"));
    TokenTap tap = TokenTap.before(URI.create(realm.url()).getPort());
    realm.setAddress(tap.url());
    String secret = realm.clientSecret("serai-gateway");
    Door door =
        Door.to(
            provider,
            "",
            Map.of(
                "serai.keycloak.url", tap.url(),
                "serai.keycloak.realm", realm.name(),
                "serai.keycloak.client-secret", secret));
    return new Company(door, realm, tap);
  }

  /** Somebody of the project's team, whose password is the name. */
  String hire(String name) {
    realm.createUser(name, List.of("/platform"), List.of());
    return name;
  }

  /** The admin API in the name of somebody who signs in for that. */
  AdminCalls as(String name) {
    return new AdminCalls(door.gateway().adminUrl(), newSignIn().withCode(name, name).access());
  }

  AdminCalls asAdmin() {
    return as(ADMIN);
  }

  /** In a browser that was sent to this address; it ends at a port of the command line. */
  String signsIn(String name, String address) {
    KeycloakBrowser browser = newSignIn().browser();
    Page page = browser.follow(browser.get(address));
    page = browser.submit(page, Map.of("username", name, "password", name));
    return browser.get(browser.follow(page).location()).text();
  }

  /** In a browser on another device. */
  String signsIn(String name, String address, String code) {
    var device = new KeycloakSignIn.Device("", "", code, address + "?user_code=" + code, "");
    return newSignIn().approve(device, name, name).text();
  }

  /** How many sign-ins of that person Keycloak has. */
  int signIns(String name) {
    return realm.user(name).getUserSessions().size();
  }

  private KeycloakSignIn newSignIn() {
    return new KeycloakSignIn(tap.url() + "/realms/" + realm.name());
  }

  @Override
  public void close() {
    door.close();
    tap.close();
  }
}
