package dev.serai.identity;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.web.util.UriComponentsBuilder;

class SignInApiTest {
  @ParameterizedTest
  @CsvSource({
    "https://serai.example:8081, https://serai.example:8080",
    "http://127.0.0.1:8081, http://127.0.0.1:8080",
    "http://localhost:8081/x, http://localhost:8080/x",
    "http://[::1]:8081, http://[::1]:8080",
    "http://serai.example:8081,",
    "http://10.0.0.7:8081,",
    "http://127.0.0.1.evil.example:8081,"
  })
  void theGatewayIsGuessedWhereItsTokensAreSafe(String admin, String gateway) {
    assertThat(SignInApi.guessed(UriComponentsBuilder.fromUriString(admin).build(), 8080))
        .isEqualTo(gateway);
  }
}
