package dev.serai.features;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serai.testing.Answer;
import dev.serai.testing.Dialects;
import dev.serai.testing.Gate;
import dev.serai.testing.GatewayUnderTest;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Clients that leave before they got anything: the provider has read their prompt all the same, and
 * must hear of it at once.
 */
class HangUpsTest {
  private static FaultScene scene;

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

  @BeforeAll
  static void start() {
    scene = new FaultScene("{}", "serai.gateway.hold-stream", "1h");
  }

  @AfterAll
  static void stop() {
    scene.close();
  }

  @BeforeEach
  void reset() {
    scene.reset();
  }

  @AfterEach
  void nothingIsLeft() throws Exception {
    scene.nothingLeft();
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
    scene.fleet.first.otherwise(moment.of(dialect, stream, gate));
    int records = Records.all(scene.fleet.gateway).size();

    try (Http2Wire wire = new Http2Wire(scene.fleet.gateway.url())) {
      wire.send(
          dialect.request("m", "hello", stream),
          ":method",
          "POST",
          ":scheme",
          "http",
          ":authority",
          "gateway",
          ":path",
          dialect.path("m", stream),
          "authorization",
          "Bearer " + GatewayUnderTest.KEY,
          "content-type",
          "application/json");
      scene.fleet.first.awaitRequest(1);
      if (moment != Moment.BEFORE_THE_HEAD) gate.awaitReached();
      wire.cancel();
      gate.open();
      assertThat(scene.fleet.first.lastRequest().awaitEnding().clientLeft()).isTrue();
    }
    assertThat(awaitRecord(records))
        .containsEntry("outcome", "abandoned")
        .containsEntry("reason", "client_left");
  }

  private static Map<String, Object> awaitRecord(int after) throws Exception {
    Eventually.is("a record", () -> Records.all(scene.fleet.gateway).size() > after);
    List<Map<String, Object>> all = Records.all(scene.fleet.gateway);
    assertThat(all).hasSize(after + 1);
    return all.getLast();
  }
}
