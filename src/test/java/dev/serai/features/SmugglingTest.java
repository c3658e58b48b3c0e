package dev.serai.features;

import static dev.serai.features.Wire.post;
import static org.assertj.core.api.Assertions.assertThat;

import dev.serai.testing.Dialects;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Requests that two parties on the way could read in two ways. */
class SmugglingTest {
  private static final String CHAT = "/v1/chat/completions";
  private static final String BODY = Dialects.OPENAI_CHAT.request("m", "hello", false);
  private static final String SMUGGLED = post(CHAT, BODY);

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
    fleet.first.otherwise(Dialects.OPENAI_CHAT.reply("m", "ok"));
  }

  private static String chunked(String body, String... headers) {
    return post(CHAT, "", headers)
            .replace("content-length: 0\r\n", "transfer-encoding: chunked\r\n")
        + body;
  }

  private static String chunk(String text) {
    return Integer.toHexString(text.length()) + "\r\n" + text + "\r\n";
  }

  private static String head(String line) {
    return post(CHAT, BODY, line);
  }

  static Stream<Arguments> requests() {
    String length = "content-length: " + BODY.length();
    String whole = chunk(BODY) + "0\r\n\r\n";
    return Stream.of(
        Arguments.of("a length beside chunks", chunked(whole, "content-length: 4")),
        Arguments.of("chunks beside a length", post(CHAT, BODY, "transfer-encoding: chunked")),
        Arguments.of("two lengths", head("content-length: 3")),
        Arguments.of("twice the same length", head(length)),
        Arguments.of("lengths in a list", post(CHAT, BODY).replace(length, length + ", 3")),
        Arguments.of(
            "a length with a sign", post(CHAT, BODY).replace(length, "content-length: +5")),
        Arguments.of("a length below zero", post(CHAT, BODY).replace(length, "content-length: -5")),
        Arguments.of("no such coding", post(CHAT, "", "transfer-encoding: xchunked") + whole),
        Arguments.of("a coding before chunks", chunked(whole).replace("chunked", "gzip, chunked")),
        Arguments.of("a coding after chunks", chunked(whole).replace("chunked", "chunked, gzip")),
        Arguments.of("chunked twice", chunked(whole, "transfer-encoding: chunked")),
        Arguments.of("chunked behind a tab", chunked(whole).replace(": chunked", ":\u000bchunked")),
        Arguments.of("chunks in HTTP/1.0", chunked(whole).replace("HTTP/1.1", "HTTP/1.0")),
        Arguments.of("a folded header", head("x-note: a\r\n b")),
        Arguments.of("a header folded with a tab", head("x-note: a\r\n\tb")),
        Arguments.of("a folded coding", chunked(whole).replace(": chunked", ":\r\n chunked")),
        Arguments.of(
            "a fold behind the request line", post(CHAT, BODY).replace("\r\nhost", "\r\n host")),
        Arguments.of("line feeds alone", post(CHAT, BODY).replace("\r\n", "\n")),
        Arguments.of("one line feed alone", head("x-a: b\nx-c: d")),
        Arguments.of("a carriage return in a value", head("x-a: b\rx-c: d")),
        Arguments.of("a space before the colon", head("x-note : a")),
        Arguments.of(
            "a coding with such a space", chunked(whole).replace("encoding:", "encoding :")),
        Arguments.of("NUL in a value", head("x-note: a\u0000b")),
        Arguments.of("NUL in a name", head("x-no\u0000te: a")),
        Arguments.of("no colon", head("x-note")),
        Arguments.of("no name", head(": a")),
        Arguments.of("a space in the target", post(CHAT + " x", BODY)),
        Arguments.of("no version", post(CHAT, BODY).replace(" HTTP/1.1", "")),
        Arguments.of("a chunk below zero", chunked("-5\r\nhello\r\n0\r\n\r\n")),
        Arguments.of("a huge chunk", chunked("fffffffff\r\nhello\r\n0\r\n\r\n")),
        Arguments.of("a chunk without a size", chunked("\r\nhello\r\n0\r\n\r\n")),
        Arguments.of("a chunk whose size is none", chunked("0x5\r\nhello\r\n0\r\n\r\n")),
        Arguments.of("a line feed in a chunk extension", chunked("5;a\nb\r\nhello\r\n0\r\n\r\n")),
        Arguments.of("a chunk line ended by a line feed", chunked("5\nhello\r\n0\r\n\r\n")),
        Arguments.of("a chunk longer than its size", chunked("2\r\nhello\r\n0\r\n\r\n")));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("requests")
  void refusesWhatCanBeReadInTwoWaysOnceAndCloses(String what, String request) throws Exception {
    try (Wire wire = new Wire(fleet.gateway)) {
      wire.send(request + SMUGGLED);

      String all = new String(wire.rest(), StandardCharsets.UTF_8);

      assertThat(all).matches("(?s)HTTP/1\\.[01] 400 .*").containsOnlyOnce("HTTP/1.");
      assertThat(all).contains("connection: close");
      assertThat(fleet.first.requests()).isEmpty();
    }
  }

  @Test
  void refusesAFoldThatComesInPiecesOfOneByte() throws Exception {
    try (Wire wire = new Wire(fleet.gateway)) {
      String head = "GET /v1/models HTTP/1.1\r\nhost: g\r\nx-note: a\r\n b";
      for (char c : head.toCharArray()) wire.send(String.valueOf(c));

      assertThat(new String(wire.rest(), StandardCharsets.UTF_8))
          .matches("(?s)HTTP/1\\.[01] 400 .*")
          .containsOnlyOnce("HTTP/1.");
    }
  }

  @Test
  void takesARequestThatComesInPiecesOfOneByteAndTheNextOneBehindIt() throws Exception {
    try (Wire wire = new Wire(fleet.gateway)) {
      String request =
          chunked(chunk(BODY.substring(0, 9)) + chunk(BODY.substring(9)) + "0\r\n\r\n");
      for (char c : request.toCharArray()) wire.send(String.valueOf(c));
      assertThat(wire.read().status()).isEqualTo(200);

      wire.send(SMUGGLED + SMUGGLED);
      assertThat(wire.read().status()).isEqualTo(200);
      assertThat(wire.read().status()).isEqualTo(200);
    }
  }

  @Test
  void keepsNoConnectionOfHttp10BehindARequestWithABody() throws Exception {
    try (Wire wire = new Wire(fleet.gateway)) {
      wire.send(
          post(CHAT, BODY, "connection: keep-alive", "content-length: 3")
                  .replace("HTTP/1.1", "HTTP/1.0")
              + SMUGGLED);

      assertThat(new String(wire.rest(), StandardCharsets.UTF_8)).containsOnlyOnce("HTTP/1.");
    }
  }
}
