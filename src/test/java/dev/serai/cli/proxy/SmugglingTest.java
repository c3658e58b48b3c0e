package dev.serai.cli.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Requests that two parsers could read in two ways: refused, and nothing of them goes on. */
class SmugglingTest {
  private static final String HIDDEN = "GET /v1/hidden HTTP/1.1\r\nhost: x\r\n\r\n";
  private static ProxyUnderTest rig;

  @BeforeAll
  static void start() {
    rig = new ProxyUnderTest();
  }

  @AfterAll
  static void stop() {
    rig.close();
  }

  @BeforeEach
  void reset() {
    rig.upstream.reset();
  }

  /** Headers, then what follows the head. */
  static Stream<Arguments> framings() {
    String end = "0\r\n\r\n";
    return Stream.of(
        Arguments.of("both", "content-length: 5\r\ntransfer-encoding: chunked", end),
        Arguments.of("both, turned", "transfer-encoding: chunked\r\ncontent-length: 5", end),
        Arguments.of("two lengths", "content-length: 0\r\ncontent-length: 5", "hello"),
        Arguments.of("twice the same", "content-length: 5\r\ncontent-length: 5", "hello"),
        Arguments.of("a list of lengths", "content-length: 5, 5", "hello"),
        Arguments.of("a signed length", "content-length: +5", "hello"),
        Arguments.of("a negative length", "content-length: -1", ""),
        Arguments.of("a hexadecimal length", "content-length: 0x5", "hello"),
        Arguments.of("an empty length", "content-length:", "hello"),
        Arguments.of("a huge length", "content-length: 99999999999999999999", ""),
        Arguments.of("xchunked", "transfer-encoding: xchunked", end),
        Arguments.of("identity", "transfer-encoding: identity", ""),
        Arguments.of("a list of codings", "transfer-encoding: gzip, chunked", end),
        Arguments.of("chunked last", "transfer-encoding: chunked, identity", end),
        Arguments.of("quoted", "transfer-encoding: \"chunked\"", end),
        Arguments.of("a tab in the coding", "transfer-encoding: chun\tked", end),
        Arguments.of(
            "two codings", "transfer-encoding: chunked\r\ntransfer-encoding: chunked", end),
        Arguments.of("space before the colon", "transfer-encoding : chunked", end),
        Arguments.of("space before the name", " transfer-encoding: chunked", end),
        Arguments.of("a folded line", "transfer-encoding:\r\n chunked", end),
        Arguments.of("a folded value", "x-a: b\r\n\ttransfer-encoding: chunked", end),
        Arguments.of("bare LF", "x-a: b\ntransfer-encoding: chunked", end),
        Arguments.of("bare CR", "x-a: b\rtransfer-encoding: chunked", end),
        Arguments.of("a NUL", "x-a: b\0c", ""),
        Arguments.of("no colon", "x-a", ""),
        Arguments.of("no name", ": b", ""),
        Arguments.of("a name that is none", "x(a): b", ""),
        Arguments.of("chunk: extension", "transfer-encoding: chunked", "5;a=b\r\nhello\r\n" + end),
        Arguments.of("chunk: LF in it", "transfer-encoding: chunked", "5;\nhello\r\n" + end),
        Arguments.of("chunk: sign", "transfer-encoding: chunked", "+5\r\nhello\r\n" + end),
        Arguments.of("chunk: 0x", "transfer-encoding: chunked", "0x5\r\nhello\r\n" + end),
        Arguments.of("chunk: space", "transfer-encoding: chunked", "5 \r\nhello\r\n" + end),
        Arguments.of("chunk: no size", "transfer-encoding: chunked", "\r\nhello\r\n" + end),
        Arguments.of("chunk: LF ends size", "transfer-encoding: chunked", "5\nhello\r\n" + end),
        Arguments.of("chunk: LF ends data", "transfer-encoding: chunked", "5\r\nhello\n" + end),
        Arguments.of("chunk: too long", "transfer-encoding: chunked", "5\r\nhelloX\r\n" + end),
        Arguments.of(
            "chunk: overflow", "transfer-encoding: chunked", "fffffffffffffffff\r\n" + end),
        Arguments.of(
            "chunk: trailers without end",
            "transfer-encoding: chunked",
            "0\r\n" + "x: y\r\n".repeat(4000) + "\r\n"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("framings")
  void isRefusedAndEndsTheConnection(String name, String headers, String rest) throws Exception {
    try (RawClient client = rig.client()) {
      client.send(rig.head("POST", "/v1/messages") + headers + "\r\n\r\n" + rest + HIDDEN);

      RawClient.Got got = client.read();

      assertThat(got.status()).isIn(400, 431);
      assertThat(got.header("connection")).isEqualTo("close");
      assertThat(client.rest()).as("an answer to the hidden request").isEmpty();
    }
    assertThat(rig.upstream.requests()).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("lines")
  void aRequestLineThatIsNoneIsRefused(String line, int status) throws Exception {
    String text = rig.get("/v1/models");

    assertThat(rig.send(line + text.substring(text.indexOf("\r\n"))).status()).isEqualTo(status);
    assertThat(rig.upstream.requests()).isEmpty();
  }

  static Stream<Arguments> lines() {
    return Stream.of(
        Arguments.of("GET /v1/models", 400),
        Arguments.of("GET  /v1/models HTTP/1.1", 400),
        Arguments.of("GET\t/v1/models\tHTTP/1.1", 400),
        Arguments.of("GET /v1/models HTTP/1.1 ", 400),
        Arguments.of("GET /v1/mo dels HTTP/1.1", 400),
        Arguments.of("G(T /v1/models HTTP/1.1", 400),
        Arguments.of("", 400),
        Arguments.of("GET /v1/models HTTP/1.0", 505),
        Arguments.of("GET /v1/models HTTP/0.9", 505),
        Arguments.of("GET /v1/models http/1.1", 505),
        Arguments.of("PRI * HTTP/2.0", 505));
  }

  @Test
  void headersAbove64KilobytesAreRefused() throws Exception {
    assertThat(rig.send(rig.get("/v1/models", "x-a: " + "a".repeat(60_000))).status())
        .isEqualTo(200);
    assertThat(rig.send(rig.get("/v1/models", "x-a: " + "a".repeat(66_000))).status())
        .isEqualTo(431);
    assertThat(rig.send(rig.get("/v1/models", "x: y\r\n".repeat(12_000) + "x: y")).status())
        .isEqualTo(431);
    assertThat(rig.upstream.requests()).hasSize(1);
  }

  @Test
  void whatStandsInABodyIsABody() throws Exception {
    try (RawClient client = rig.client()) {
      client.send(rig.post("/v1/messages", HIDDEN) + rig.get("/v1/models"));

      assertThat(client.read().status()).isEqualTo(200);
      assertThat(client.read().status()).isEqualTo(200);
    }
    assertThat(rig.upstream.requests())
        .extracting("target")
        .containsExactly("/v1/messages", "/v1/models");
    assertThat(rig.upstream.requests().getFirst().text()).isEqualTo(HIDDEN);
  }

  @Test
  void chunksAreFramedAnewAndTrailersDropped() throws Exception {
    String body = "5\r\nhello\r\n6\r\n world\r\n0\r\nx-evil: 1\r\ncontent-length: 9\r\n\r\n";

    RawClient.Got got =
        rig.send(rig.head("POST", "/v1/messages", "Transfer-Encoding: Chunked") + "\r\n" + body);

    assertThat(got.status()).isEqualTo(200);
    assertThat(rig.upstream.lastRequest().text()).isEqualTo("hello world");
    assertThat(rig.upstream.lastRequest().header("x-evil")).isEmpty();
  }

  @Test
  void badChunksBehindAGoodMegabyteEndTheRequestUnfinished() throws Exception {
    String megabyte = "x".repeat(1 << 20);
    try (RawClient client = rig.client()) {
      client.send(rig.head("POST", "/v1/messages", "transfer-encoding: chunked") + "\r\n");
      client.send("100000\r\n" + megabyte + "\r\n5;x=y\r\nhello\r\n0\r\n\r\n" + HIDDEN);

      assertThat(client.read().status()).isEqualTo(400);
      assertThat(client.rest()).isEmpty();
    }
    assertThat(rig.upstream.requests()).as("read to their end").isEmpty();
  }
}
