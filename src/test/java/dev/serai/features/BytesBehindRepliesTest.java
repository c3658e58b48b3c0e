package dev.serai.features;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serai.testing.Answer;
import dev.serai.testing.Dialects;
import dev.serai.testing.Gate;
import dev.serai.testing.RawAnswer;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Providers that send more than their reply on a connection that is kept: none of it may become the
 * reply to somebody else's call. There is one connection, so that the next call has to take it.
 */
class BytesBehindRepliesTest extends OnFaultScene {
  /** What comes behind a reply that was complete. */
  enum More {
    REPLY,
    GARBAGE,
    MORE_OF_THE_BODY;

    byte[] of(Dialects dialect, boolean stream) {
      return switch (this) {
        case REPLY -> wire(FaultScene.good(dialect, stream, "poi", "son"));
        case GARBAGE -> "\u0000\u0001\u0002 no HTTP at all\r\n\r\n".getBytes();
        case MORE_OF_THE_BODY -> "\"poison\"}]}".getBytes();
      };
    }
  }

  BytesBehindRepliesTest() {
    super(
        new FaultScene(
            "{}", "serai.gateway.loops", "1", "serai.gateway.connections-per-host", "1"));
  }

  static java.util.stream.Stream<Arguments> more() {
    return FaultScene.inEachDialect(More.values());
  }

  private static byte[] wire(Answer answer) {
    return FaultScene.text(RawAnswer.of(answer).answer()).getBytes(StandardCharsets.ISO_8859_1);
  }

  private static byte[] and(byte[] reply, byte[] more) {
    var both = new ByteArrayOutputStream();
    both.writeBytes(reply);
    both.writeBytes(more);
    return both.toByteArray();
  }

  private void served(Wire wire, String text) throws Exception {
    Wire.Got got = wire.read();
    assertThat(got.status()).isEqualTo(200);
    assertThat(got.body()).contains(text).doesNotContain("poison").doesNotContain("poi");
    assertThat(scene.recordOf(got))
        .containsEntry("outcome", "served")
        .containsEntry("estimated", false)
        .containsEntry("input_tokens", (long) Dialects.INPUT);
  }

  @ParameterizedTest
  @MethodSource("more")
  void areNoReplyToTheCallThatWaitsForTheConnection(More more, Dialects dialect) throws Exception {
    for (boolean stream : new boolean[] {true, false}) {
      Gate gate = new Gate();
      byte[] reply = wire(FaultScene.good(dialect, stream, "fir", "st"));
      scene.fleet.first.answer(Answer.raw(and(reply, more.of(dialect, stream))).gateAt(0, gate));
      scene.fleet.first.otherwise(FaultScene.good(dialect, stream, "sec", "ond"));

      try (Wire first = scene.ask(dialect, stream);
          Wire second = new Wire(scene.fleet.gateway)) {
        gate.awaitReached();
        second.send(FaultScene.request(dialect, stream));
        Eventually.is("both run", () -> scene.running() == 2);
        gate.open();

        served(first, "fir");
        served(second, "sec");
      }
    }
  }

  @ParameterizedTest
  @MethodSource("more")
  void areNoReplyToTheNextCallWhenTheyComeLater(More more, Dialects dialect) throws Exception {
    for (boolean stream : new boolean[] {true, false}) {
      Gate gate = new Gate();
      byte[] reply = wire(FaultScene.good(dialect, stream, "fir", "st"));
      scene.fleet.first.answer(
          Answer.raw(and(reply, more.of(dialect, stream))).gateAt(reply.length, gate));
      scene.fleet.first.otherwise(FaultScene.good(dialect, stream, "sec", "ond"));

      try (Wire wire = scene.ask(dialect, stream)) {
        served(wire, "fir");
        gate.open();
        NothingLeft.closed(scene.fleet.first);
      }
      try (Wire wire = scene.ask(dialect, stream)) {
        served(wire, "sec");
      }
      scene.fleet.first.reset();
    }
  }

  @ParameterizedTest
  @EnumSource
  void mayBeAnEmptyLine(Dialects dialect) throws Exception {
    byte[] reply = wire(FaultScene.good(dialect, false, "fir", "st"));
    scene.fleet.first.answer(Answer.raw(and(reply, "\r\n".getBytes())));
    scene.fleet.first.otherwise(FaultScene.good(dialect, false, "sec", "ond"));

    for (String text : new String[] {"first", "second"})
      try (Wire wire = scene.ask(dialect, false)) {
        served(wire, text);
      }
  }
}
