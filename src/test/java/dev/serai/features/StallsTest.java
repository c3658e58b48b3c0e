package dev.serai.features;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serai.testing.Answer;
import dev.serai.testing.Dialects;
import dev.serai.testing.RawAnswer;
import dev.serai.testing.RecordedRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Providers that fall silent, at once or in the middle. All dialects ask at the same time, streamed
 * and not, so that they wait together.
 */
class StallsTest extends OnFaultScene {
  private static final String LARGE = "x".repeat(200_000);

  /** Where a reply stops before the client has seen any of it. */
  enum Place {
    BEFORE_THE_HEAD(good -> Answer.silence(), "timeout"),
    IN_THE_STATUS_LINE(good -> good.answer().stallAt(7), "timeout"),
    IN_THE_HEAD(good -> good.answer().stallAt(good.bodyAt() - 9), "timeout"),
    BEHIND_AN_INTERIM_REPLY(good -> good.interim(103).answer().stallAt(27), "timeout"),
    BEHIND_THE_HEAD(good -> good.answer().stallAt(good.bodyAt()), "broken"),
    IN_THE_BODY(good -> good.answer().stallAt(good.bodyAt() + 20), "broken");

    private final Function<RawAnswer, Answer> bent;
    private final String word;

    Place(Function<RawAnswer, Answer> bent, String word) {
      this.bent = bent;
      this.word = word;
    }

    Answer of(RecordedRequest asked) {
      Dialects dialect = Dialects.asked(asked);
      boolean stream = streamed(asked);
      return bent.apply(RawAnswer.of(FaultScene.good(dialect, stream, "never", " seen")));
    }
  }

  private record Asked(Dialects dialect, boolean stream, Wire wire) {}

  StallsTest() {
    super(
        new FaultScene(
            "{ first-byte: 700ms, first-byte-streamed: 700ms, idle: 500ms }",
            "serai.gateway.hold-reply",
            "16KB"));
  }

  private static boolean streamed(RecordedRequest asked) {
    return asked.text().contains("\"stream\":true")
        || asked.path().contains("streamGenerateContent");
  }

  private List<Asked> askAll() throws Exception {
    List<Asked> all = new ArrayList<>();
    for (Dialects dialect : Dialects.values())
      for (boolean stream : new boolean[] {true, false})
        all.add(new Asked(dialect, stream, scene.ask(dialect, stream)));
    return all;
  }

  @ParameterizedTest
  @EnumSource
  void areHiddenByTheNextProvider(Place place) throws Exception {
    scene.fleet.first.otherwise(place::of);
    scene.fleet.second.otherwise(
        asked -> FaultScene.good(Dialects.asked(asked), streamed(asked), "second", " here"));

    for (Asked asked : askAll()) {
      try (Wire wire = asked.wire) {
        Wire.Got got = wire.read();
        assertThat(got.status()).isEqualTo(200);
        assertThat(got.body()).contains("second").contains(" here").doesNotContain("never");
        Map<String, Object> record = scene.recordOf(got);
        assertThat(record)
            .containsEntry("outcome", "served")
            .containsEntry("attempts", 3)
            .containsEntry("estimated", false)
            .containsEntry("input_tokens", (long) Dialects.INPUT)
            .containsEntry("provider", Fleet.provider(asked.dialect, "second"));
        assertThat(record.get("attempt_list").toString()).contains("\"" + place.word + "\"");
      }
    }
    NothingLeft.closed(scene.fleet.first);
  }

  @ParameterizedTest
  @EnumSource(names = {"BEFORE_THE_HEAD", "IN_THE_BODY"})
  void areToldInTheDialectWhenNobodyElseCanBeReached(Place place) throws Exception {
    scene.fleet.first.otherwise(place::of);
    scene.fleet.second.otherwise(Answer.reset());

    for (Asked asked : askAll()) {
      try (Wire wire = asked.wire) {
        Wire.Got got = wire.read();
        assertThat(got.status()).isEqualTo(asked.dialect == Dialects.ANTHROPIC ? 529 : 503);
        assertThat(got.body()).contains(FaultsBeforeContentTest.error(asked.dialect));
        assertThat(scene.recordOf(got))
            .containsEntry("outcome", "failed")
            .containsEntry("reason", "providers_unavailable")
            .containsEntry("cost_nanos", 0L);
      }
    }
    NothingLeft.closed(scene.fleet.first);
  }

  @Test
  void ofRepliesThatAreOnTheirWayCutThem() throws Exception {
    scene.fleet.first.otherwise(
        asked ->
            streamed(asked)
                ? Dialects.asked(asked).streamed("m", "first", LARGE, " last").stallAt(100_000)
                : Dialects.asked(asked).reply("m", LARGE).stallAt(100_000));

    for (Asked asked : askAll()) {
      try (Wire wire = asked.wire) {
        Wire.Got got = wire.head();
        assertThat(got.status()).isEqualTo(200);
        assertThat(wire.rest()).hasSizeBetween(16 * 1024, 110_000);
        Map<String, Object> record = scene.recordOf(got);
        assertThat(record)
            .containsEntry("outcome", "failed")
            .containsEntry("reason", "broken")
            .containsEntry("estimated", true)
            .containsEntry("attempts", 1);
        assertThat((long) record.get("output_tokens")).isGreaterThan(1000);
        assertThat((long) record.get("cost_nanos")).isPositive();
      }
    }
    assertThat(scene.fleet.second.requests()).isEmpty();
    NothingLeft.closed(scene.fleet.first);
  }
}
