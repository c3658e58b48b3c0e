package dev.serai.keycloak;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.serai.call.Secret;
import dev.serai.keycloak.KeycloakDirectory.AdminEvent;
import dev.serai.keycloak.KeycloakDirectory.Session;
import dev.serai.keycloak.KeycloakDirectory.User;
import dev.serai.keycloak.KeycloakDirectory.UserEvent;
import dev.serai.testing.KeycloakRealm;
import dev.serai.testing.KeycloakServer;
import dev.serai.testing.KeycloakTokens;
import dev.serai.testing.PortSwitch;
import java.io.IOException;
import java.net.ServerSocket;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class KeycloakDirectoryTest {
  private static KeycloakRealm realm;
  private static AskedDirectory directory;

  @BeforeAll
  static void start() {
    realm = KeycloakServer.shared().newRealm();
    directory = directory(realm.url(), realm.clientSecret("serai-gateway"));
  }

  @AfterAll
  static void close() {
    directory.close();
  }

  @Test
  void usersComeInPages() {
    List<User> all = new ArrayList<>();
    for (int first = 0; ; first += 2) {
      List<User> page = directory.users(first, 2);
      all.addAll(page);
      if (page.size() < 2) break;
    }

    assertThat(all)
        .extracting(User::username)
        .doesNotHaveDuplicates()
        .contains("ada", "bob", "eve")
        .doesNotContain("service-account-serai-gateway");
  }

  @Test
  void aUserHasWhatTheGatewayNeeds() {
    String subject =
        realm.createUser(
            "grace",
            List.of("/platform/sre"),
            List.of("serai-auditor"),
            Map.of("organization", List.of("Acme")));

    assertThat(directory.user(subject))
        .contains(
            new User(subject, "grace", "grace@serai.example", true, "grace Tester", true, "Acme"));
    assertThat(directory.realmRoles(subject)).contains("serai-auditor");
    assertThat(directory.groups(subject)).containsExactly("/platform/sre");
  }

  @Test
  void aDisabledUserIsToldFromADeletedOne() {
    String disabled = realm.createUser("disabled", List.of(), List.of());
    String deleted = realm.createUser("deleted", List.of(), List.of());

    realm.disable("disabled");
    realm.delete("deleted");

    assertThat(directory.user(disabled)).map(User::enabled).contains(false);
    assertThat(directory.user(deleted)).isEmpty();
    assertThat(directory.groups(deleted)).isEmpty();
    assertThat(directory.sessions(deleted)).isEmpty();
    directory.logout(deleted);
  }

  @Test
  void sessionsAreThoseOfTheTokensUntilTheUserIsLoggedOut() {
    String subject = realm.createUser("heidi", List.of(), List.of());
    KeycloakTokens tokens = realm.signIn("heidi");
    assertThat(directory.sessions(subject)).extracting(Session::sid).containsExactly(tokens.sid());

    directory.logout(subject);

    assertThat(directory.sessions(subject)).isEmpty();
    assertThatThrownBy(() -> realm.signIn().refresh(tokens)).hasMessageContaining("invalid_grant");
  }

  @Test
  void whatAdministratorsDidToUsersIsReadOldestFirst() {
    String subject = realm.createUser("ivan", List.of(), List.of());
    // the clock of the server: that of this machine
    Instant since = Instant.now();

    realm.disable("ivan");
    realm.join("ivan", "/research");
    realm.logout("ivan");
    realm.delete("ivan");

    List<AdminEvent> events =
        directory.adminEvents(since, 0, 100).stream()
            .filter(event -> event.subject().filter(subject::equals).isPresent())
            .toList();
    assertThat(events)
        .extracting(AdminEvent::operation, AdminEvent::resource)
        .containsExactly(
            tuple("UPDATE", "USER"),
            tuple("CREATE", "GROUP_MEMBERSHIP"),
            tuple("ACTION", "USER"),
            tuple("DELETE", "USER"));
    assertThat(events.getFirst().representation()).contains("\"enabled\":false");
    assertThat(events).extracting(AdminEvent::id).doesNotHaveDuplicates().doesNotContain("");
    assertThat(events).allMatch(event -> !event.time().isBefore(since.minusMillis(1)));
  }

  @Test
  void whatUsersDidIsReadByType() {
    realm.createUser("judy", List.of(), List.of());
    Instant since = Instant.now();
    KeycloakTokens tokens = realm.signIn("judy");
    realm.signIn().revoke(tokens);

    List<UserEvent> revoked =
        directory.userEvents(since, Set.of("REVOKE_GRANT"), 0, 100).stream()
            .filter(event -> tokens.subject().equals(event.subject()))
            .toList();

    assertThat(revoked).extracting(UserEvent::sid).containsExactly(tokens.sid());
    assertThat(directory.userEvents(since, Set.of(), 0, 100))
        .extracting(UserEvent::type)
        .contains("LOGIN", "REVOKE_GRANT");
  }

  @Test
  void theGatewaysClientCannotChangeTheRealm() {
    try (AdminClient client =
        AdminClient.ofService(
            realm.url(), realm.name(), "serai-gateway", realm.clientSecret("serai-gateway"))) {
      assertThatThrownBy(
              () ->
                  client.ask(
                      keycloak -> {
                        keycloak.realm(realm.name()).remove();
                        return true;
                      }))
          .isInstanceOf(KeycloakUnavailable.class)
          .hasMessageContaining("does not let this client");
    }
  }

  @Test
  void everyFailureSaysWhatIsWrong() throws IOException {
    assertThatThrownBy(() -> directory(realm.url(), "wrong").users(0, 1))
        .isInstanceOf(KeycloakUnavailable.class)
        .hasMessageContaining("wrong client, user or secret");
    assertThatThrownBy(() -> directory(realm.url(), "").users(0, 1))
        .isInstanceOf(KeycloakUnavailable.class)
        .hasMessageContaining("serai.keycloak.client-secret");
    assertThatThrownBy(() -> directory("", "any").users(0, 1))
        .isInstanceOf(KeycloakUnavailable.class)
        .hasMessageContaining("has no Keycloak");
    try (PortSwitch door = KeycloakServer.shared().behindSwitch()) {
      AskedDirectory behind = directory(door.url(), realm.clientSecret("serai-gateway"));
      behind.users(0, 1);
      door.cut();
      assertThatThrownBy(() -> behind.users(0, 1))
          .isInstanceOf(KeycloakUnavailable.class)
          .hasMessageContaining("cannot be reached");
      door.connect();
      assertThat(behind.users(0, 1)).hasSize(1);
    }
    // takes connections and says nothing
    try (ServerSocket mute = new ServerSocket(0)) {
      AskedDirectory silent = directory("http://127.0.0.1:" + mute.getLocalPort(), "any");
      assertThatThrownBy(() -> silent.users(0, 1))
          .isInstanceOf(KeycloakUnavailable.class)
          .hasMessageContaining("cannot be reached");
    }
  }

  @Test
  void itIsConfiguredWhenThereIsAUrl() {
    assertThat(directory.configured()).isTrue();
    assertThat(directory("", "").configured()).isFalse();
  }

  private static AskedDirectory directory(String url, String secret) {
    return new AskedDirectory(
        new KeycloakSettings(url, realm.name(), "serai-gateway", Secret.of(secret)));
  }
}
