package dev.serai.features;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serai.testing.Dialects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** HTTP/2 has no lines that could end; the provider's HTTP/1.1 has. */
class Http2InjectionTest {
  private static final String CHAT = "/v1/chat/completions";
  private static final String BODY = Dialects.OPENAI_CHAT.request("m", "hello", false);

  private static Fleet fleet;

  @BeforeAll
  static void start() {
    fleet = new Fleet("");
  }

  @AfterAll
  static void stop() {
    fleet.close();
  }

  @BeforeEach
  void reset() {
    fleet.reset();
    fleet.first.otherwise(Dialects.OPENAI_CHAT.reply("m", "one"));
  }

  private static int post(String target, String... more) throws Exception {
    String[] fields = Http2Wire.fieldsOfPost(target);
    String[] all = java.util.Arrays.copyOf(fields, fields.length + more.length);
    System.arraycopy(more, 0, all, fields.length, more.length);
    try (Http2Wire wire = new Http2Wire(fleet.gateway.url())) {
      return wire.post(BODY, all);
    }
  }

  private static void nothingInjected() {
    assertThat(fleet.first.requests())
        .allSatisfy(
            asked -> {
              assertThat(asked.headers()).noneMatch(field -> field.name().contains("injected"));
              assertThat(asked.headers()).noneMatch(field -> field.value().contains("injected"));
              assertThat(asked.text()).isEqualTo(BODY);
            });
  }

  @Test
  void servesWhatIsProper() throws Exception {
    assertThat(post(CHAT + "?a=b", "x-app", "1")).isEqualTo(200);

    assertThat(fleet.first.lastRequest().target()).isEqualTo(CHAT + "?a=b");
    assertThat(fleet.first.lastRequest().header("x-app")).contains("1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "?a=b HTTP/1.1\r\nx-injected: 1\r\n\r\n",
        "?a HTTP/1.1\r\ncontent-length: 0\r\n\r\nPOST /v1/injected",
        "?a=b\nx-injected: 1",
        "?a=b\rx-injected: 1",
        "?a=b c",
        "?a=\u0000",
        "?a=\u007f"
      })
  void letsNoQueryBecomeLinesOfItsOwn(String query) throws Exception {
    assertThat(post(CHAT + query)).isIn(0, 400);

    assertThat(fleet.first.requests()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/v1beta/models/m\r\nx-injected: 1:generateContent",
        "/v1beta/models/gpt-m HTTP/1.1\r\nx-injected: 1\r\n\r\n:generateContent",
        "/v1/chat/completions\r\nx-injected: 1"
      })
  void letsNoPathBecomeLinesOfItsOwn(String path) throws Exception {
    assertThat(post(path)).isBetween(0, 404);

    assertThat(fleet.first.requests()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\r\nx-injected: 1", "a\nx-injected: 1", "a\u0000x-injected", "\u000b"})
  void letsNoHeaderBecomeTwo(String value) throws Exception {
    for (String name : new String[] {"x-app", "user-agent", "tracestate", "anthropic-beta"}) {
      int status =
          post(
              CHAT,
              "traceparent",
              "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
              name,
              value);
      assertThat(status).as(name).isLessThan(500);
    }
    nothingInjected();
  }

  @ParameterizedTest
  @ValueSource(strings = {"x-app\r\nx-injected", "x-codex-a b", "x-codex-\u0000"})
  void letsNoHeadersNameBecomeTwo(String name) throws Exception {
    assertThat(post(CHAT, name, "1")).isLessThan(500);

    nothingInjected();
  }
}
