package dev.serai.features;

import static dev.serai.features.Wire.post;
import static org.assertj.core.api.Assertions.assertThat;

import dev.serai.testing.Dialects;
import dev.serai.testing.GatewayUnderTest;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a client is told before it has sent a body. */
class HeadsTest {
  private static final String CHAT = "/v1/chat/completions";
  private static final String BODY = Dialects.OPENAI_CHAT.request("m", "hello", false);

  private static Fleet fleet;

  @BeforeAll
  static void start() {
    fleet = new Fleet("", "serai.gateway.max-body", "1MB");
  }

  @AfterAll
  static void stop() {
    fleet.close();
  }

  @Test
  void asksForNoBodyThatItWouldRefuse() throws Exception {
    try (Wire wire = new Wire(fleet.gateway)) {
      wire.send(
          post(CHAT, "", "expect: 100-continue")
              .replace("content-length: 0", "content-length: 2000000"));

      Wire.Got got = wire.read();
      assertThat(got.status()).isEqualTo(413);
      assertThat(got.headers()).containsEntry("connection", "close");
      assertThat(wire.rest()).isEmpty();
    }
  }

  @Test
  void asksForNoBodyOfAKeyThatIsNotKnown() throws Exception {
    String head =
        post("/v1/messages", "", "expect: 100-continue")
            .replace("content-length: 0", "content-length: 100");
    try (Wire wire = new Wire(fleet.gateway)) {
      wire.send(head.replace(GatewayUnderTest.KEY, "vk-lw-00000000000000000000000000"));

      Wire.Got got = wire.read();
      assertThat(got.status()).isEqualTo(401);
      assertThat(got.body()).contains("\"type\":\"authentication_error\"");
      assertThat(got.headers()).containsEntry("x-serai-refusal", "key_invalid");
      assertThat(wire.rest()).isEmpty();
      assertThat(Records.last(fleet.gateway)).containsEntry("reason", "key_invalid");
    }
  }

  @ParameterizedTest
  @EnumSource
  void tellsEachClientInItsDialectThatItsHeadersAreTooLarge(Dialects dialect) throws Exception {
    try (Wire wire = new Wire(fleet.gateway)) {
      wire.send(post(dialect.path("m", false), "{}", "x-large: " + "x".repeat(70_000)));

      Wire.Got got = wire.read();
      assertThat(got.status()).isEqualTo(431);
      assertThat(got.headers())
          .containsEntry("x-serai-refusal", "request_headers_too_large")
          .containsEntry("connection", "close");
      assertThat(got.body())
          .contains("larger than 64 KB")
          .contains(
              switch (dialect) {
                case ANTHROPIC -> "\"type\":\"error\"";
                case GEMINI -> "\"code\":431";
                case OPENAI_CHAT, OPENAI_RESPONSES -> "\"code\":\"request_headers_too_large\"";
              });
      assertThat(wire.restOrReset()).isEmpty();
    }
  }

  @Test
  void tellsAClientThatItsUriIsTooLong() throws Exception {
    try (Wire wire = new Wire(fleet.gateway)) {
      wire.send(post(CHAT + "?x=" + "x".repeat(20_000), BODY));

      Wire.Got got = wire.read();
      assertThat(got.status()).isEqualTo(414);
      assertThat(got.body()).contains("longer than 16 KB");
      assertThat(wire.restOrReset()).isEmpty();
    }
  }
}
