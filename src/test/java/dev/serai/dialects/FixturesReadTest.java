package dev.serai.dialects;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.serai.call.Usage;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every recorded reply, whole and cut anywhere, says what an independent reader found in it. */
class FixturesReadTest {
  private static final String[] DIALECTS = {
    "openai-chat", "openai-responses", "anthropic", "gemini"
  };

  /** Input uncached, cache read, cache write, output where the expectation cannot hold as it is. */
  static final Map<String, long[]> KNOWN_BETTER = Map.of();

  @TestFactory
  Stream<DynamicTest> readsTheRecordedReply() {
    return Fixture.of(DIALECTS).stream()
        .map(fixture -> DynamicTest.dynamicTest(fixture.name(), () -> check(fixture)));
  }

  private static void check(Fixture fixture) {
    int whole = fixture.reply().length;
    IntStream.concat(IntStream.of(whole), IntStream.rangeClosed(1, 7))
        .forEach(slice -> check(fixture, fixture.read(slice)));
  }

  private static void check(Fixture fixture, ReplyReader read) {
    JsonNode expected = fixture.expected();
    SoftAssertions softly = new SoftAssertions();
    if (fixture.status() == 200 && expected.path("usage").isObject()) {
      softly.assertThat(figures(read.usage())).isEqualTo(expected(fixture));
      boolean reported = !expected.has("error");
      softly.assertThat(read.usage().estimated()).isEqualTo(!reported);
    } else if (fixture.status() == 200) {
      softly.assertThat(read.usage().estimated()).isTrue();
    }
    if (expected.hasNonNull("model")) {
      softly.assertThat(read.model()).isEqualTo(expected.path("model").asText());
    }
    if (expected.hasNonNull("finish_raw")) {
      softly.assertThat(read.finish()).isEqualTo(expected.path("finish_raw").asText());
    }
    if (expected.has("error")) {
      softly.assertThat(read.phase()).isEqualTo(ReplyReader.Phase.ERROR);
    } else {
      softly.assertThat(read.phase()).isEqualTo(ReplyReader.Phase.ENDED);
    }
    softly.assertAll();
  }

  private static List<Long> figures(Usage usage) {
    return List.of(
        usage.input() + usage.inputAudio(),
        usage.cacheRead() + usage.cacheReadAudio(),
        usage.cacheWrite5m() + usage.cacheWrite1h(),
        usage.outputTotal(),
        usage.reasoning());
  }

  private static List<Long> expected(Fixture fixture) {
    JsonNode usage = fixture.expected().path("usage");
    return List.of(
        usage.path("input_uncached").asLong(),
        usage.path("cache_read").asLong(),
        usage.path("cache_write").asLong(),
        usage.path("output_total").asLong(),
        usage.path("reasoning").asLong());
  }

  @Test
  void recordingsAreNotEmpty() {
    assertThat(Fixture.of(DIALECTS)).hasSizeGreaterThan(400);
  }
}
