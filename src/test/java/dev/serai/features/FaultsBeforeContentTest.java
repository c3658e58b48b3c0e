package dev.serai.features;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serai.testing.Dialects;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Providers whose replies go wrong before the client has seen any of them. */
class FaultsBeforeContentTest extends OnFaultScene {
  /** Three credentials, one of them twice when its connection was a stale one. */
  private static final Object[] ALL_ASKED = {3, 4};

  FaultsBeforeContentTest() {
    super(new FaultScene());
  }

  static Stream<Arguments> faults() {
    return FaultScene.inEachDialect(BeforeContent.values());
  }

  @ParameterizedTest
  @MethodSource("faults")
  void areHiddenByTheNextProvider(BeforeContent fault, Dialects dialect) throws Exception {
    for (boolean stream : new boolean[] {true, false}) {
      scene.fleet.first.otherwise(fault.of(dialect, stream));
      scene.fleet.second.otherwise(FaultScene.good(dialect, stream, "second", " here"));

      try (Wire wire = scene.ask(dialect, stream)) {
        Wire.Got got = wire.read();

        assertThat(got.status()).isEqualTo(200);
        assertThat(got.body()).contains("second").contains(" here").doesNotContain("never");
        assertThat(got.headers().get("x-serai-attempts")).isIn("3", "4");
        Map<String, Object> record = scene.recordOf(got);
        assertThat(record.get("attempts")).isIn(ALL_ASKED);
        assertThat(record)
            .containsEntry("outcome", "served")
            .containsEntry("estimated", false)
            .containsEntry("input_tokens", (long) Dialects.INPUT)
            .containsEntry("provider", Fleet.provider(dialect, "second"));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("faults")
  void areToldInTheDialectWhenNobodyDoesBetter(BeforeContent fault, Dialects dialect)
      throws Exception {
    for (boolean stream : new boolean[] {true, false}) {
      scene.fleet.first.otherwise(fault.of(dialect, stream));
      scene.fleet.second.otherwise(fault.of(dialect, stream));

      try (Wire wire = scene.ask(dialect, stream)) {
        Wire.Got got = wire.read();

        assertThat(got.status()).isEqualTo(dialect == Dialects.ANTHROPIC ? 529 : 503);
        assertThat(got.body()).contains(error(dialect)).doesNotContain("never");
        assertThat(got.headers()).containsEntry("x-serai-refusal", "providers_unavailable");
        Map<String, Object> record = scene.recordOf(got);
        assertThat(record.get("attempts")).isIn(ALL_ASKED);
        assertThat(record)
            .containsEntry("outcome", "failed")
            .containsEntry("reason", "providers_unavailable")
            .containsEntry("cost_nanos", 0L)
            .containsEntry("input_tokens", 0L)
            .containsEntry("output_tokens", 0L);
      }
    }
  }

  static String error(Dialects dialect) {
    return switch (dialect) {
      case OPENAI_CHAT, OPENAI_RESPONSES ->
          "\"type\":\"server_error\",\"param\":null,\"code\":\"providers_unavailable\"";
      case ANTHROPIC -> "{\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\"";
      case GEMINI -> "\"status\":\"UNAVAILABLE\"";
    };
  }
}
