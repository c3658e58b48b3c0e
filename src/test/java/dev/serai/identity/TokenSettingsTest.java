package dev.serai.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenSettingsTest {
  private static TokenSettings of(String url, String realm) {
    return new TokenSettings(url, realm, "", "serai-gateway", Duration.ofSeconds(30));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://key cloak:8080",
        "http://[::1",
        "keycloak:8080",
        "ftp://keycloak",
        "http://",
        "http:///auth",
        "http://key_cloak",
        "http://keycloak:80800"
      })
  void anAddressThatNothingCanBeFetchedFromStopsTheStart(String url) {
    assertThatThrownBy(() -> of(url, "serai"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("serai.keycloak.url")
        .hasMessageContaining(url);
  }

  @Test
  void aRealmThatCannotBePartOfAnAddressStopsTheStart() {
    assertThatThrownBy(() -> of("http://keycloak", "my realm"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("serai.keycloak.realm")
        .hasMessageContaining("my realm");
  }

  @Test
  void withoutAnAddressThereIsNoKeycloak() {
    assertThat(of(" ", "serai").present()).isFalse();
  }

  @Test
  void theKeysAreUnderTheRealm() {
    assertThat(of(" https://keycloak.example/auth// ", "serai").keysUrl())
        .hasToString("https://keycloak.example/auth/realms/serai/protocol/openid-connect/certs");
  }
}
