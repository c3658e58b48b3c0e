package dev.serai.cli.signin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DeviceSignInTest {
  private static final String PENDING = "{\"error\":\"authorization_pending\"}";

  private final TokenEndpoint keycloak = new TokenEndpoint();
  private final SettableTime time = new SettableTime();
  private final List<String> shown = new ArrayList<>();

  private final Prompts prompts =
      new Prompts() {
        @Override
        public void browser(URI address, boolean opened) {
          throw new AssertionError("no browser");
        }

        @Override
        public void device(String code, URI address, URI complete, Duration life) {
          shown.addAll(List.of(code, address.toString(), complete.toString(), life.toString()));
        }
      };

  @AfterEach
  void stop() {
    keycloak.close();
  }

  private Tokens run() {
    return new DeviceSignIn(keycloak.realm(), new Wire(), time).run(prompts);
  }

  private TokenEndpoint offers(String address) {
    return keycloak.then(
        200,
        """
        {"device_code":"d","user_code":"ABCD-EFGH","verification_uri":"%1$s",
         "verification_uri_complete":"%1$s?user_code=ABCD-EFGH","expires_in":60,"interval":5}
        """
            .formatted(address));
  }

  @Test
  void asksAtThePaceThatItIsToldAndSlowerWhenItIsTold() {
    offers("https://sso.example/device")
        .then(400, PENDING)
        .then(400, "{\"error\":\"slow_down\"}")
        .then(503, "busy")
        .thenTokens("a", "r");

    assertThat(run().access()).isEqualTo("a");

    assertThat(time.pauses()).extracting(Duration::toSeconds).containsExactly(5L, 5L, 10L, 15L);
    assertThat(shown)
        .containsExactly(
            "ABCD-EFGH",
            "https://sso.example/device",
            "https://sso.example/device?user_code=ABCD-EFGH",
            "PT1M");
    String challenge = keycloak.asked().getFirst().form().get("code_challenge");
    String verifier = keycloak.asked().getLast().form().get("code_verifier");
    assertThat(new Pkce(verifier).challenge()).isEqualTo(challenge);
  }

  @Test
  void endsWithTheCodeAlsoWhenNobodySaysSo() {
    offers("https://sso.example/device");
    for (int i = 0; i < 12; i++) keycloak.then(400, PENDING);

    assertThatThrownBy(this::run).hasMessageStartingWith("the code has expired");
    assertThat(keycloak.asked()).hasSize(13);
  }

  @Test
  void tellsADenialAndAnExpiryFromOneAnother() {
    offers("https://sso.example/device").then(400, "{\"error\":\"access_denied\"}");
    assertThatThrownBy(this::run).hasMessage("the sign-in was denied");

    offers("https://sso.example/device").then(400, "{\"error\":\"expired_token\"}");
    assertThatThrownBy(this::run).hasMessageStartingWith("the code has expired");
  }

  @Test
  void showsNoPageThatIsNotSafe() {
    offers("http://sso.example/device");

    assertThatThrownBy(this::run).hasMessageContaining("is not safe");
    assertThat(shown).isEmpty();
  }

  @Test
  void takesNoTokensOfAnotherClient() {
    offers("https://sso.example/device")
        .then(
            200,
            keycloak
                .tokens("a", "r", "")
                .replaceAll("\"id_token\":\"[^\"]+", "\"id_token\":\"e30.e30.x"));

    assertThatThrownBy(this::run).hasMessageContaining("another sign-in");
  }
}
