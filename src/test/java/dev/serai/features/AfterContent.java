package dev.serai.features;

import dev.serai.testing.Answer;
import dev.serai.testing.Dialects;
import dev.serai.testing.Gate;
import dev.serai.testing.RawAnswer;
import java.nio.charset.StandardCharsets;

/**
 * Streams that go wrong when the client has read some of them. Each waits at a gate first: what was
 * sent before a reset may else be lost on the way.
 */
enum AfterContent {
  RESET_BETWEEN_EVENTS(Place.BETWEEN),
  CLOSED_BETWEEN_EVENTS(Place.BETWEEN),
  CLOSED_BY_HALF_BETWEEN_EVENTS(Place.BETWEEN),
  SILENT_BETWEEN_EVENTS(Place.BETWEEN),
  ENDED_BETWEEN_EVENTS(Place.BETWEEN),
  NO_CHUNK_BETWEEN_EVENTS(Place.BETWEEN),
  RESET_IN_AN_EVENT(Place.EVENT),
  CLOSED_IN_AN_EVENT(Place.EVENT),
  SILENT_IN_AN_EVENT(Place.EVENT),
  ENDED_IN_AN_EVENT(Place.EVENT),
  NO_CHUNK_IN_AN_EVENT(Place.EVENT),
  RESET_IN_A_CHARACTER(Place.CHARACTER),
  ENDED_IN_A_CHARACTER(Place.CHARACTER);

  private enum Place {
    BETWEEN,
    EVENT,
    CHARACTER
  }

  private final Place place;

  AfterContent(Place place) {
    this.place = place;
  }

  /** Whether the client can still be told why, since no event is open. */
  boolean betweenEvents() {
    return place == Place.BETWEEN;
  }

  /** What the client has read when all before the fault has come. */
  String lastRead() {
    return betweenEvents() ? "first" : " sec";
  }

  Answer of(Dialects dialect, Gate gate) {
    Answer good = dialect.streamed("m", "first", " sec\u8a9end", " third");
    int at = at(good);
    return switch (this) {
      case RESET_BETWEEN_EVENTS, RESET_IN_AN_EVENT, RESET_IN_A_CHARACTER ->
          good.cutAt(at).gateAt(at, gate);
      case CLOSED_BETWEEN_EVENTS, CLOSED_IN_AN_EVENT -> good.closeAt(at).gateAt(at, gate);
      case CLOSED_BY_HALF_BETWEEN_EVENTS -> good.halfCloseAt(at).gateAt(at, gate);
      case SILENT_BETWEEN_EVENTS, SILENT_IN_AN_EVENT -> good.stallAt(at).gateAt(at, gate);
      case ENDED_BETWEEN_EVENTS, ENDED_IN_AN_EVENT, ENDED_IN_A_CHARACTER ->
          Answer.sse(java.util.List.of(start(good, at))).gateAt(at, gate);
      case NO_CHUNK_BETWEEN_EVENTS, NO_CHUNK_IN_AN_EVENT -> noChunk(start(good, at), gate);
    };
  }

  private static Answer noChunk(byte[] start, Gate gate) {
    String whole =
        new String(bytes(RawAnswer.of(Answer.sse(java.util.List.of(start))).answer()), LATIN);
    String begun = whole.substring(0, whole.length() - "0\r\n\r\n".length());
    return Answer.raw((begun + "no size\r\n\r\n").getBytes(LATIN)).gateAt(begun.length(), gate);
  }

  private static final java.nio.charset.Charset LATIN = StandardCharsets.ISO_8859_1;

  private int at(Answer good) {
    String text = FaultScene.text(good);
    if (place != Place.BETWEEN)
      return text.indexOf(" sec") + " sec".length() + (place == Place.CHARACTER ? 1 : 0);
    int end = text.indexOf("\n", text.indexOf("first"));
    while (text.charAt(end) == '\r' || text.charAt(end) == '\n') end++;
    return end;
  }

  private static byte[] start(Answer good, int to) {
    return java.util.Arrays.copyOf(bytes(good), to);
  }

  private static byte[] bytes(Answer answer) {
    return FaultScene.text(answer).getBytes(LATIN);
  }
}
