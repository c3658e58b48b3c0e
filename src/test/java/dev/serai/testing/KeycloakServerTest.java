package dev.serai.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class KeycloakServerTest {
  private static KeycloakRealm realm;

  @BeforeAll
  static void start() {
    realm = KeycloakServer.shared().newRealm();
  }

  @Test
  void tokensCarryWhatTheGatewayReads() {
    realm.createUser(
        "grace",
        List.of("/platform/sre", "/research"),
        List.of("serai-auditor"),
        Map.of("organization", List.of("Acme")));

    JsonNode claims = realm.signIn("grace").claims();

    assertThat(claims.path("iss").asText()).isEqualTo(realm.issuer());
    assertThat(claims.path("aud").asText()).isEqualTo("serai-gateway");
    assertThat(claims.path("azp").asText()).isEqualTo("serai-cli");
    assertThat(claims.path("sub").asText()).isEqualTo(realm.subject("grace"));
    assertThat(claims.path("sid").asText()).isNotEmpty();
    assertThat(claims.path("preferred_username").asText()).isEqualTo("grace");
    assertThat(claims.path("email").asText()).isEqualTo("grace@serai.example");
    assertThat(claims.path("email_verified").asBoolean()).isTrue();
    assertThat(claims.path("organization").asText()).isEqualTo("Acme");
    assertThat(claims.path("groups")).hasSize(2).map(JsonNode::asText).contains("/platform/sre");
    assertThat(claims.at("/realm_access/roles")).map(JsonNode::asText).contains("serai-auditor");
    assertThat(claims.path("exp").asLong() - claims.path("iat").asLong()).isEqualTo(300);
  }

  @Test
  void theCommandLineMayListenOnAnyPortOfThisMachineAndNowhereElse() {
    KeycloakSignIn signIn = realm.signIn();

    for (String allowed : List.of("http://127.0.0.1:1024/callback", "http://localhost:65000/x")) {
      assertThat(signIn.browser().get(signIn.authorization("serai-cli", allowed, "v")).status())
          .isEqualTo(200);
    }
    for (String refused :
        List.of("http://127.0.0.2:1024/callback", "http://example.com/callback")) {
      assertThat(signIn.browser().get(signIn.authorization("serai-cli", refused, "v")).status())
          .isEqualTo(400);
    }
  }

  @Test
  void peopleCanOpenTheirAccountPages() throws Exception {
    String account = realm.issuer() + "/account/";

    KeycloakTokens tokens = realm.signIn().withCode("account-console", "", account, "eve", "eve");

    HttpURLConnection page = (HttpURLConnection) URI.create(account).toURL().openConnection();
    page.setRequestProperty("accept", "application/json");
    page.setRequestProperty("authorization", "Bearer " + tokens.access());
    assertThat(new String(page.getInputStream().readAllBytes())).contains("eve@serai.example");
  }

  @Test
  void theCommandLineCannotSignInWithoutPkce() {
    String address =
        realm
            .signIn()
            .authorization("serai-cli", "http://127.0.0.1:1024/callback", "v")
            .replaceFirst("&code_challenge_method=.*", "");

    KeycloakBrowser.Page page = realm.signIn().browser().get(address);

    assertThat(page.parameter("error")).isEqualTo("invalid_request");
  }

  @Test
  void theCommandLineCannotGetAnOfflineToken() {
    KeycloakSignIn signIn = realm.signIn();
    String address = signIn.authorization("serai-cli", "http://127.0.0.1:1024/callback", "v");

    KeycloakBrowser.Page page =
        signIn.browser().get(address.replace("scope=openid", "scope=openid+offline_access"));

    assertThat(page.parameter("error")).isEqualTo("invalid_scope");
  }

  @Test
  void aDeviceGetsTokensOnceItsUserHasConsented() {
    KeycloakSignIn.Device device = realm.signIn().startDevice();
    KeycloakSignIn.Device other = realm.signIn().startDevice();

    KeycloakBrowser.Page page = realm.signIn().approve(device, "bob", "bob");

    assertThat(page.body()).contains("You are signed in");
    assertThat(realm.signIn().poll(device).claims().path("groups"))
        .map(JsonNode::asText)
        .containsExactly("/platform");
    assertThatThrownBy(() -> realm.signIn().poll(other))
        .hasMessageContaining("authorization_pending");
  }

  @Test
  void refreshedTokensAreOfTheSameSessionUntilItIsRevoked() {
    KeycloakTokens first = realm.signIn("eve");

    KeycloakTokens second = realm.signIn().refresh(first);

    assertThat(second.sid()).isEqualTo(first.sid());
    assertThat(second.access()).isNotEqualTo(first.access());
    realm.signIn().revoke(second);
    assertThatThrownBy(() -> realm.signIn().refresh(second)).hasMessageContaining("invalid_grant");
  }

  @Test
  void aUserWhoWasDisabledCannotRefresh() {
    realm.createUser("leaver", List.of(), List.of());
    KeycloakTokens tokens = realm.signIn("leaver");

    realm.disable("leaver");

    assertThatThrownBy(() -> realm.signIn().refresh(tokens)).hasMessageContaining("disabled");
  }

  @Test
  void afterARotationTokensAreSignedByAnotherKey() {
    String before = header(realm.signIn("bob"));

    realm.rotateKeys();

    assertThat(header(realm.signIn("bob"))).isNotEqualTo(before);
  }

  @Test
  void behindASwitchItCanBeGoneAndComeBack() throws IOException {
    try (PortSwitch door = KeycloakServer.shared().behindSwitch()) {
      String url = door.url() + "/realms/" + realm.name();
      assertThat(status(url)).isEqualTo(200);

      door.cut();
      assertThatThrownBy(() -> status(url)).isInstanceOf(IOException.class);

      door.connect();
      assertThat(status(url)).isEqualTo(200);
    }
  }

  private static String header(KeycloakTokens tokens) {
    return tokens.access().substring(0, tokens.access().indexOf('.'));
  }

  private static int status(String url) throws IOException {
    HttpURLConnection connection = (HttpURLConnection) URI.create(url).toURL().openConnection();
    connection.setConnectTimeout(2_000);
    connection.setReadTimeout(10_000);
    return connection.getResponseCode();
  }
}
