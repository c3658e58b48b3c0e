package dev.serai.features;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serai.testing.Answer;
import dev.serai.testing.Dialects;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Replies and events of many megabytes: they are not held, and may break when half is gone. */
class LargeRepliesTest extends OnFaultScene {
  private static final int MB = 1024 * 1024;
  private static final String LARGE = "x".repeat(6 * MB);

  LargeRepliesTest() {
    super(new FaultScene());
  }

  @ParameterizedTest
  @EnumSource
  void goOnWholeInOneEvent(Dialects dialect) throws Exception {
    scene.fleet.first.answer(dialect.streamed("m", "first", LARGE, " last"));

    try (Wire wire = scene.ask(dialect, true)) {
      Wire.Got got = wire.read();
      assertThat(got.body().contains(LARGE)).isTrue();
      assertThat(got.body()).contains(" last");
      assertThat(scene.recordOf(got))
          .containsEntry("outcome", "served")
          .containsEntry("estimated", false);
    }
  }

  @ParameterizedTest
  @EnumSource
  void goOnWholeInOneText(Dialects dialect) throws Exception {
    Answer large = dialect.reply("m", LARGE);
    scene.fleet.first.answer(large);

    try (Wire wire = scene.ask(dialect, false)) {
      Wire.Got got = wire.read();
      assertThat(got.headers()).containsEntry("content-length", "" + large.length());
      assertThat(got.body().equals(FaultScene.text(large))).isTrue();
      assertThat(scene.recordOf(got))
          .containsEntry("outcome", "served")
          .containsEntry("estimated", false);
    }
  }

  @ParameterizedTest
  @EnumSource
  void areCutWhenTheProviderBreaksOff(Dialects dialect) throws Exception {
    scene.fleet.first.answer(dialect.reply("m", LARGE).closeAt(5 * MB));

    try (Wire wire = scene.ask(dialect, false)) {
      Wire.Got got = wire.head();
      assertThat(got.status()).isEqualTo(200);
      assertThat(wire.rest().length).isBetween(1, 5 * MB);
      broken(got);
    }
    assertThat(scene.fleet.first.requests()).hasSize(1);
  }

  @ParameterizedTest
  @EnumSource
  void areBrokenWhenTheyEndTooEarlyInGoodOrder(Dialects dialect) throws Exception {
    String half = FaultScene.text(dialect.reply("m", LARGE)).substring(0, 5 * MB);
    scene.fleet.first.answer(
        Answer.of(200, "application/json", half.getBytes(StandardCharsets.UTF_8)));

    try (Wire wire = scene.ask(dialect, false)) {
      Wire.Got got = wire.head();
      wire.rest(); // comes to an end, since the connection is closed
      broken(got);
    }
  }

  private void broken(Wire.Got got) {
    assertThat(scene.recordOf(got))
        .containsEntry("outcome", "failed")
        .containsEntry("reason", "broken")
        .containsEntry("estimated", true)
        .containsEntry("attempts", 1)
        .satisfies(row -> assertThat((long) row.get("output_tokens")).isGreaterThan(MB))
        .satisfies(row -> assertThat((long) row.get("cost_nanos")).isPositive());
  }
}
