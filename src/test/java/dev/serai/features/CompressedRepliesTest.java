package dev.serai.features;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serai.testing.Answer;
import dev.serai.testing.Dialects;
import dev.serai.testing.Gate;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Providers that compress although the gateway asks for no encoding: the bytes go on as they are,
 * and are read on their way, well or damaged.
 */
class CompressedRepliesTest extends OnFaultScene {
  /** Ten bytes of gzip's own head, then a block of a kind that does not exist. */
  private static final byte[] NO_BLOCK = {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 0, 3, 7, 7, 7, 7};

  private static final byte[] BOMB = bomb();

  /** How a reply is damaged before the client has seen any of it. */
  enum Damage {
    CUT,
    ENDED_EARLY,
    NOTHING_BUT_A_HEAD,
    NO_BLOCK_OF_GZIP,
    NOT_COMPRESSED,
    EMPTY;

    Answer of(Dialects dialect, boolean stream) throws IOException {
      Answer good = FaultScene.good(dialect, stream, "never", " seen");
      byte[] zipped = zipped(good).toByteArray();
      return switch (this) {
        case CUT -> compressed(zipped, stream).closeAt(15);
        case ENDED_EARLY -> compressed(Arrays.copyOf(zipped, 15), stream);
        case NOTHING_BUT_A_HEAD -> compressed(Arrays.copyOf(zipped, 10), stream);
        case NO_BLOCK_OF_GZIP -> compressed(NO_BLOCK, stream);
        case NOT_COMPRESSED -> good.header("content-encoding", "gzip");
        case EMPTY -> compressed(new byte[0], stream);
      };
    }
  }

  /** How a stream is damaged when the client has seen some of it. */
  enum Break {
    CUT,
    ENDED_EARLY,
    NO_BLOCK_OF_GZIP
  }

  CompressedRepliesTest() {
    super(new FaultScene());
  }

  /** Each piece can be read as soon as it has come. */
  private static Zipped zipped(Answer answer) throws IOException {
    List<byte[]> pieces = new ArrayList<>();
    var out = new ByteArrayOutputStream();
    var gzip = new GZIPOutputStream(out, 8192, true);
    for (Answer.Step step : answer.body()) {
      gzip.write(((Answer.Step.Send) step).bytes());
      gzip.flush();
      pieces.add(out.toByteArray());
      out.reset();
    }
    gzip.close();
    pieces.add(out.toByteArray());
    return new Zipped(pieces);
  }

  private record Zipped(List<byte[]> pieces) {
    byte[] toByteArray() {
      var all = new ByteArrayOutputStream();
      pieces.forEach(all::writeBytes);
      return all.toByteArray();
    }
  }

  private static Answer compressed(byte[] zipped, boolean stream) {
    return compressed(List.of(zipped), stream);
  }

  private static Answer compressed(List<byte[]> pieces, boolean stream) {
    Answer answer =
        stream
            ? Answer.sse(pieces)
            : Answer.of(200, "application/json", new Zipped(pieces).toByteArray());
    return answer.header("content-encoding", "gzip");
  }

  private static byte[] bomb() {
    try {
      var out = new ByteArrayOutputStream();
      byte[] filling = "x".repeat(1 << 20).getBytes(StandardCharsets.US_ASCII);
      try (var gzip = new GZIPOutputStream(out)) {
        gzip.write("{\"x\":\"".getBytes(StandardCharsets.US_ASCII));
        for (int i = 0; i < 100; i++) gzip.write(filling);
      }
      return out.toByteArray();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  static Stream<Arguments> calls() {
    return FaultScene.inEachDialect(new Boolean[] {true, false});
  }

  @ParameterizedTest
  @MethodSource("calls")
  void areHandedOnAsTheyAreAndRead(boolean stream, Dialects dialect) throws Exception {
    Answer good = FaultScene.good(dialect, stream, "first", " s\u8a9econd");
    Zipped zipped = zipped(good);
    for (Answer answer :
        List.of(compressed(zipped.pieces, stream), compressed(zipped.pieces, stream).sliced(1))) {
      scene.fleet.first.answer(answer);

      Client.Got got = scene.fleet.client.ask(dialect, "m", stream);

      assertThat(got.header("content-encoding")).isEqualTo("gzip");
      assertThat(got.body()).isEqualTo(zipped.toByteArray());
      byte[] plain = new GZIPInputStream(new ByteArrayInputStream(got.body())).readAllBytes();
      assertThat(new String(plain, StandardCharsets.ISO_8859_1)).isEqualTo(FaultScene.text(good));
      assertThat(scene.fleet.first.lastRequest().headers("accept-encoding"))
          .containsExactly("identity");
      assertThat(Records.of(scene.fleet.gateway, got))
          .containsEntry("outcome", "served")
          .containsEntry("estimated", false)
          .containsEntry("input_tokens", (long) Dialects.INPUT)
          .containsEntry("cache_read_tokens", (long) Dialects.CACHED);
    }
  }

  static Stream<Arguments> damages() {
    return FaultScene.inEachDialect(Damage.values());
  }

  @ParameterizedTest
  @MethodSource("damages")
  void areGotFromTheNextProviderWhenTheyAreDamaged(Damage damage, Dialects dialect)
      throws Exception {
    for (boolean stream : new boolean[] {true, false}) {
      scene.fleet.first.otherwise(damage.of(dialect, stream));
      scene.fleet.second.otherwise(FaultScene.good(dialect, stream, "second", " here"));

      Client.Got got = scene.fleet.client.ask(dialect, "m", stream);

      assertThat(got.header("content-encoding")).isEmpty();
      assertThat(got.text()).contains("second").contains(" here");
      assertThat(Records.of(scene.fleet.gateway, got))
          .containsEntry("outcome", "served")
          .containsEntry("attempts", 3)
          .containsEntry("estimated", false)
          .containsEntry("provider", Fleet.provider(dialect, "second"));
    }
  }

  static Stream<Arguments> breaks() {
    return FaultScene.inEachDialect(Break.values());
  }

  @ParameterizedTest
  @MethodSource("breaks")
  void areCutWithoutAWordWhenTheyBreakInTheMiddle(Break how, Dialects dialect) throws Exception {
    Gate gate = new Gate();
    Answer good = dialect.streamed("m", "first", " second", " third");
    List<byte[]> pieces = new ArrayList<>(zipped(good).pieces.subList(0, behindFirst(good)));
    int sent = new Zipped(pieces).toByteArray().length;
    pieces.add(how == Break.NO_BLOCK_OF_GZIP ? new byte[] {7, 7, 7, 7} : new byte[0]);
    Answer answer = compressed(pieces, true);
    scene.fleet.first.otherwise(
        (how == Break.CUT ? answer.closeAt(sent) : answer).gateAt(sent, gate));

    try (Wire wire = scene.ask(dialect, true)) {
      Wire.Got got = wire.head();
      assertThat(got.headers()).containsEntry("content-encoding", "gzip");
      gate.open();
      Wire.Streamed rest = wire.streamed();

      assertThat(rest.whole()).isFalse();
      assertThat(rest.body()).doesNotContain("broke off");
      Map<String, Object> record = scene.recordOf(got);
      assertThat(record)
          .containsEntry("outcome", "failed")
          .containsEntry("reason", "broken")
          .containsEntry("estimated", true)
          .containsEntry("attempts", 1);
      assertThat((long) record.get("cost_nanos")).isPositive();
    }
    assertThat(scene.fleet.second.requests()).isEmpty();
  }

  private static int behindFirst(Answer answer) {
    for (int i = 0; i < answer.body().size(); i++) {
      byte[] piece = ((Answer.Step.Send) answer.body().get(i)).bytes();
      if (new String(piece, StandardCharsets.UTF_8).contains("first")) return i + 1;
    }
    throw new AssertionError("no content");
  }

  /** A hundred kilobytes that unfold to a thousand times as much: nobody here unfolds them all. */
  @ParameterizedTest
  @MethodSource("calls")
  void areNotUnfoldedWithoutEnd(boolean stream, Dialects dialect) throws Exception {
    assertThat(BOMB.length).isLessThan(200_000);
    scene.fleet.first.otherwise(compressed(BOMB, stream));

    Client.Got got = scene.fleet.client.ask(dialect, "m", stream);

    assertThat(got.status()).isEqualTo(200);
    assertThat(got.body()).isEqualTo(BOMB);
    assertThat(Records.of(scene.fleet.gateway, got))
        .containsEntry("outcome", "served")
        .containsEntry("estimated", true)
        .containsEntry("attempts", 1);
  }
}
