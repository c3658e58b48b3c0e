package dev.serai.features;

import dev.serai.testing.Answer;
import dev.serai.testing.Dialects;
import dev.serai.testing.RawAnswer;
import java.util.Random;
import java.util.function.Function;

/** Replies that go wrong while the client knows nothing of them yet. */
enum BeforeContent {
  RESET_AT_ONCE(good -> Answer.reset()),
  CLOSED_AT_ONCE(good -> good.answer().closeAt(0)),
  RESET_IN_THE_STATUS_LINE(good -> good.answer().cutAt(7)),
  RESET_IN_THE_HEAD(good -> good.answer().cutAt(good.bodyAt() - 9)),
  CLOSED_IN_THE_HEAD(good -> good.answer().closeAt(good.bodyAt() - 9)),
  RESET_BEHIND_THE_HEAD(good -> good.answer().cutAt(good.bodyAt())),
  CLOSED_BEHIND_THE_HEAD(good -> good.answer().closeAt(good.bodyAt())),
  RESET_IN_THE_BODY(good -> good.answer().cutAt(good.bodyAt() + 20)),
  CLOSED_IN_THE_BODY(good -> good.answer().closeAt(good.bodyAt() + 20)),
  CLOSED_BY_HALF_IN_THE_BODY(good -> good.answer().halfCloseAt(good.bodyAt() + 20)),
  ANOTHER_PROTOCOL(good -> Answer.raw("SSH-2.0-OpenSSH_9.2p1 Debian\r\n").stallAt(30)),
  RANDOM_BYTES(good -> Answer.raw(random(64 * 1024))),
  A_STATUS_THAT_IS_NONE(good -> good.statusLine("HTTP/1.1 fine OK").answer()),
  ANOTHER_VERSION(good -> good.statusLine("HTTP/7.3 200 OK").answer()),
  A_STATUS_LINE_OF_A_MEGABYTE(
      good -> good.statusLine("HTTP/1.1 200 " + "x".repeat(1 << 20)).answer()),
  A_HEADER_OF_A_MEGABYTE(good -> good.line("x-pad: " + "x".repeat(1 << 20)).answer()),
  TWENTY_THOUSAND_HEADERS(good -> good.line("x-a: 1\r\n".repeat(19_999) + "x-a: 1").answer()),
  LENGTHS_THAT_DIFFER(good -> good.length("90").line("content-length: 7").answer()),
  A_LENGTH_BELOW_ZERO(good -> good.length("-5").answer()),
  A_LENGTH_THAT_IS_TOO_SHORT(good -> good.length("20").answer()),
  A_LENGTH_THAT_IS_NO_NUMBER(good -> good.length("0x5f").answer()),
  A_CHUNK_SIZE_THAT_IS_NONE(good -> good.chunked().chunkSize(n -> "zz").answer()),
  A_CHUNK_SIZE_BEYOND_ALL(good -> good.chunked().chunkSize(n -> "f".repeat(17)).answer()),
  SWITCHING_PROTOCOLS(
      good ->
          good.statusLine("HTTP/1.1 101 Switching Protocols").line("upgrade: websocket").answer()),
  AN_EMPTY_BODY(good -> Answer.json(200, "")),
  NO_CONTENT(good -> Answer.raw("HTTP/1.1 204 No Content\r\n\r\n")),
  A_PAGE(good -> Answer.of(200, "text/html", "<style>p{}</style><p>Please sign in".getBytes())),
  HALF_OF_A_JSON_TEXT(good -> Answer.json(200, "{\"id\":\"x\",\"choices\":[{"));

  private final Function<RawAnswer, Answer> bent;

  BeforeContent(Function<RawAnswer, Answer> bent) {
    this.bent = bent;
  }

  Answer of(Dialects dialect, boolean stream) {
    return bent.apply(RawAnswer.of(FaultScene.good(dialect, stream, "never", " seen")));
  }

  private static byte[] random(int length) {
    byte[] bytes = new byte[length];
    new Random(4711).nextBytes(bytes);
    return bytes;
  }
}
