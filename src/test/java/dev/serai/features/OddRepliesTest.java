package dev.serai.features;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serai.testing.Answer;
import dev.serai.testing.Dialects;
import dev.serai.testing.RawAnswer;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Replies that are good, although few servers send such: the client must see none of it. */
class OddRepliesTest extends OnFaultScene {
  enum Odd {
    IN_SINGLE_BYTES(good -> good.answer().sliced(1)),
    AFTER_A_CONTINUE(good -> good.interim(100).answer()),
    AFTER_EARLY_HINTS(good -> good.interim(103, "link: </a>").interim(103).answer()),
    WITH_TRAILERS(good -> good.chunked().trailers("x-checksum: 1", "content-length: 7").answer()),
    WITH_CHUNK_EXTENSIONS(
        good ->
            good.chunked().chunkSize(n -> "000" + Integer.toHexString(n) + ";a=\"b\"").answer()),
    UNTIL_CLOSED(good -> good.untilClosed().answer()),
    WITH_A_LINE_FEED_BEFORE_IT(good -> good.statusLine("\r\n\r\nHTTP/1.1 200 OK").answer()),
    OF_HTTP_1_0(good -> good.statusLine("HTTP/1.0 200 OK").untilClosed().answer()),
    WITHOUT_A_REASON(good -> good.statusLine("HTTP/1.1 200").answer()),
    WITH_ANOTHER_REPLY_BEHIND_IT(
        good -> behind(good.answer(), "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}"));

    private final Function<RawAnswer, Answer> bent;

    Odd(Function<RawAnswer, Answer> bent) {
      this.bent = bent;
    }

    Answer of(Answer good) {
      return bent.apply(RawAnswer.of(good));
    }

    private static Answer behind(Answer answer, String more) {
      byte[] whole = ((Answer.Step.Send) answer.body().getFirst()).bytes();
      byte[] longer = Arrays.copyOf(whole, whole.length + more.length());
      System.arraycopy(more.getBytes(), 0, longer, whole.length, more.length());
      return Answer.raw(longer);
    }
  }

  OddRepliesTest() {
    super(new FaultScene());
  }

  static Stream<Arguments> odd() {
    return FaultScene.inEachDialect(Odd.values());
  }

  @ParameterizedTest
  @MethodSource("odd")
  void areServedAsTheyWereMeant(Odd odd, Dialects dialect) throws Exception {
    for (boolean stream : new boolean[] {true, false}) {
      Answer good = FaultScene.good(dialect, stream, "first", " s\u8a9econd");
      scene.fleet.first.answer(good, odd.of(good), good);

      String plain = served(dialect, stream);
      assertThat(served(dialect, stream)).isEqualTo(plain);
      assertThat(served(dialect, stream)).as("the next call").isEqualTo(plain);
    }
  }

  private String served(Dialects dialect, boolean stream) throws Exception {
    try (Wire wire = scene.ask(dialect, stream)) {
      Wire.Got got = wire.read();
      assertThat(got.status()).isEqualTo(200);
      assertThat(got.headers()).containsEntry("x-serai-attempts", "1");
      assertThat(got.headers()).doesNotContainKeys("link", "x-checksum");
      assertThat(scene.recordOf(got))
          .containsEntry("outcome", "served")
          .containsEntry("estimated", false)
          .containsEntry("input_tokens", (long) Dialects.INPUT);
      return got.body();
    }
  }

  static Stream<Arguments> lineEnds() {
    return Stream.of("\n", "\r\n", "\r")
        .flatMap(end -> Stream.of(Dialects.values()).map(d -> Arguments.of(end, d)));
  }

  @ParameterizedTest
  @MethodSource("lineEnds")
  void endTheirLinesAsTheyLike(String end, Dialects dialect) throws Exception {
    Answer good = dialect.streamed("m", "first", " s\u8a9econd");
    String text = FaultScene.text(good).replace("\r\n", "\n").replace("\n", end);
    byte[] bytes = text.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
    scene.fleet.first.answer(
        Answer.sse(List.of(bytes)).sliced(1), Answer.sse(List.of(bytes)).sliced(7));

    String slowly = served(dialect, true);

    assertThat(slowly).contains("first").contains(" s\u8a9econd").doesNotContain(end + end + end);
    assertThat(served(dialect, true)).isEqualTo(slowly);
  }
}
