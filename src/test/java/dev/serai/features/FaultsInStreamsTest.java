package dev.serai.features;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serai.testing.Answer;
import dev.serai.testing.Dialects;
import dev.serai.testing.Gate;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Streams that go wrong when the client has seen some of them: nobody else can serve it now. */
class FaultsInStreamsTest extends OnFaultScene {
  FaultsInStreamsTest() {
    super(new FaultScene("{ idle: 500ms }"));
  }

  static Stream<Arguments> faults() {
    return FaultScene.inEachDialect(AfterContent.values());
  }

  @ParameterizedTest
  @MethodSource("faults")
  void areToldOrCutAndPaidForAsFarAsTheyCame(AfterContent fault, Dialects dialect)
      throws Exception {
    Gate gate = new Gate();
    Answer answer = fault.of(dialect, gate);
    scene.fleet.first.otherwise(answer);
    boolean says = dialect == Dialects.ANTHROPIC || dialect == Dialects.OPENAI_RESPONSES;

    try (Wire wire = scene.ask(dialect, true)) {
      Wire.Got got = wire.head();
      assertThat(got.status()).isEqualTo(200);
      wire.until(fault.lastRead());
      gate.open();
      Wire.Streamed rest = wire.streamed();

      assertThat(rest.whole()).as("a proper end").isEqualTo(says && fault.betweenEvents());
      if (fault.betweenEvents()) assertThat(rest.body()).contains(event(dialect));
      else assertThat(rest.body()).doesNotContain("broke off");
      assertThat(rest.body()).doesNotContain("[DONE]").doesNotContain("third");
      Map<String, Object> record = scene.recordOf(got);
      assertThat(record)
          .containsEntry("outcome", "failed")
          .containsEntry("reason", "broken")
          .containsEntry("attempts", 1)
          .containsEntry("estimated", true)
          .containsEntry("provider", Fleet.provider(dialect, "first"));
      assertThat((long) record.get("input_tokens")).isPositive();
      assertThat((long) record.get("output_tokens")).isPositive();
      assertThat((long) record.get("cost_nanos"))
          .isGreaterThan((long) record.get("input_tokens") * FaultScene.NANOS_PER_INPUT_TOKEN);
    }

    assertThat(scene.fleet.first.requests()).hasSize(1);
    assertThat(scene.fleet.second.requests()).isEmpty();
    if (!fault.name().startsWith("ENDED")) NothingLeft.closed(scene.fleet.first);
  }

  private static String event(Dialects dialect) {
    return switch (dialect) {
      case OPENAI_CHAT -> "data: {\"error\":{\"message\":\"The provider's reply broke off";
      case OPENAI_RESPONSES -> "event: response.failed\ndata: {\"type\":\"response.failed\"";
      case ANTHROPIC -> "event: error\ndata: {\"type\":\"error\",\"error\":{\"type\":\"api_error\"";
      case GEMINI -> "data: {\"error\":{\"code\":503,\"message\":\"The provider's reply broke off";
    };
  }
}
