package dev.serai.features;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serai.testing.Answer;
import dev.serai.testing.Dialects;
import dev.serai.testing.Gate;
import dev.serai.testing.RecordedRequest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Clients that leave, before they got anything or in the middle: the provider has read their prompt
 * all the same, and must hear of it at once.
 */
class HangUpsTest extends OnFaultScene {
  /** RFC 9113, 7. */
  private static final int CANCEL = 8;

  /** How far the provider's reply has come when the client leaves. */
  enum Moment {
    BEFORE_THE_HEAD,
    BEHIND_THE_HEAD,
    BEFORE_THE_CONTENT;

    Answer of(Dialects dialect, boolean stream, Gate gate) {
      Answer good = FaultScene.good(dialect, stream, "never", " seen");
      return switch (this) {
        case BEFORE_THE_HEAD -> Answer.silence();
        case BEHIND_THE_HEAD -> good.stallAt(0).gateAt(0, gate);
        case BEFORE_THE_CONTENT -> good.stallAt(20).gateAt(20, gate);
      };
    }
  }

  HangUpsTest() {
    super(
        new FaultScene(
            "{}", "serai.gateway.hold-stream", "1h", "serai.gateway.hold-reply", "16KB"));
  }

  static Stream<Arguments> calls() {
    return FaultScene.inEachDialect(Moment.values())
        .flatMap(
            each ->
                Stream.of(true, false)
                    .map(stream -> Arguments.of(each.get()[0], each.get()[1], stream)));
  }

  @ParameterizedTest
  @MethodSource("calls")
  void payForTheirPrompt(Moment moment, Dialects dialect, boolean stream) throws Exception {
    Gate gate = new Gate();
    scene.fleet.first.otherwise(moment.of(dialect, stream, gate));
    int records = Records.all(scene.fleet.gateway).size();
    String body = dialect.request("m", "hello ".repeat(100), stream);

    try (Wire wire =
        new Wire(scene.fleet.gateway).send(Wire.post(dialect.path("m", stream), body))) {
      scene.fleet.first.awaitRequest(1);
      if (moment != Moment.BEFORE_THE_HEAD) gate.awaitReached();
    }
    gate.open();
    assertThat(scene.fleet.first.lastRequest().awaitEnding().clientLeft()).isTrue();

    assertThat(awaitRecord(records))
        .containsEntry("outcome", "abandoned")
        .containsEntry("reason", "client_left")
        .containsEntry("attempts", 1)
        .containsEntry("estimated", true)
        .containsEntry("input_tokens", (long) body.length() / 4)
        .containsEntry("output_tokens", 0L)
        .containsEntry("cost_nanos", body.length() / 4 * FaultScene.NANOS_PER_INPUT_TOKEN);
    assertThat(scene.fleet.first.requests()).hasSize(1);
    assertThat(scene.fleet.second.requests()).isEmpty();
    NothingLeft.closed(scene.fleet.first);
  }

  @ParameterizedTest
  @MethodSource("calls")
  void mayKeepTheirConnectionWithHttp2(Moment moment, Dialects dialect, boolean stream)
      throws Exception {
    Gate gate = new Gate();
    scene.fleet.first.answer(moment.of(dialect, stream, gate));
    scene.fleet.first.otherwise(FaultScene.good(dialect, stream, "first", " here"));
    int records = Records.all(scene.fleet.gateway).size();
    byte[] body = dialect.request("m", "hello", stream).getBytes(StandardCharsets.UTF_8);

    try (Http2Wire wire = new Http2Wire(scene.fleet.gateway.url())) {
      wire.send(Http2Wire.post(1, dialect.path("m", stream)));
      wire.send(Http2Wire.frame(Http2Wire.DATA, Http2Wire.END_STREAM, 1, body));
      RecordedRequest left = scene.fleet.first.awaitRequest(1);
      if (moment != Moment.BEFORE_THE_HEAD) gate.awaitReached();
      wire.send(Http2Wire.frame(Http2Wire.RESET, 0, 1, Http2Wire.number(CANCEL)));
      gate.open();
      assertThat(left.awaitEnding().clientLeft()).isTrue();
      assertThat(awaitRecord(records))
          .containsEntry("outcome", "abandoned")
          .containsEntry("reason", "client_left");

      wire.send(Http2Wire.post(3, dialect.path("m", stream)));
      wire.send(Http2Wire.frame(Http2Wire.DATA, Http2Wire.END_STREAM, 3, body));
      assertThat(wire.status(3)).isEqualTo(200);
      assertThat(wire.body(3)).contains("first");
    }
  }

  static Stream<Arguments> kinds() {
    return FaultScene.inEachDialect(new Boolean[] {true, false});
  }

  /** Of a stream, and of a reply so large that it is handed on as it comes. */
  @ParameterizedTest
  @MethodSource("kinds")
  void payForWhatTheyGot(boolean stream, Dialects dialect) throws Exception {
    Answer good = FaultScene.good(dialect, stream, "first", "x".repeat(200_000));
    scene.fleet.first.otherwise(good.stallAt(100_000));
    int records = Records.all(scene.fleet.gateway).size();

    try (Wire wire = scene.ask(dialect, stream)) {
      assertThat(wire.head().status()).isEqualTo(200);
      assertThat(wire.some(20_000)).contains("xxx");
    }
    assertThat(scene.fleet.first.lastRequest().awaitEnding().clientLeft()).isTrue();

    Map<String, Object> record = awaitRecord(records);
    assertThat(record)
        .containsEntry("outcome", "abandoned")
        .containsEntry("reason", "client_left")
        .containsEntry("attempts", 1)
        .containsEntry("estimated", true);
    assertThat((long) record.get("input_tokens")).isPositive();
    assertThat((long) record.get("output_tokens")).isGreaterThan(1000);
    assertThat((long) record.get("cost_nanos"))
        .isGreaterThan((long) record.get("input_tokens") * FaultScene.NANOS_PER_INPUT_TOKEN);
    assertThat(scene.fleet.first.requests()).hasSize(1);
    assertThat(scene.fleet.second.requests()).isEmpty();
    NothingLeft.closed(scene.fleet.first);
  }

  private Map<String, Object> awaitRecord(int after) throws Exception {
    Eventually.is("a record", () -> Records.all(scene.fleet.gateway).size() > after);
    List<Map<String, Object>> all = Records.all(scene.fleet.gateway);
    assertThat(all).hasSize(after + 1);
    return all.getLast();
  }
}
