package dev.serai.testing;

import com.fasterxml.jackson.databind.JsonNode;
import dev.serai.call.Cost;
import dev.serai.call.Usage;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Set;
import org.assertj.core.api.SoftAssertions;

/** Compares usage and cost with what an independent program found in a recorded reply. */
public final class RecordedFigures {
  /**
   * Gemini's OpenAI-compatible endpoint hides thinking in the total. The recording's expectation
   * leaves it out; we bill it as output, as the vendor does.
   */
  private static final Set<String> HIDDEN_THINKING =
      Set.of(
          "openai-chat/gemini--tool-call--8ff8a07f.json",
          "openai-chat/gemini--tool-result-turn--bb04b5ea.json");

  private RecordedFigures() {}

  /** Of a reply with status 200. */
  public static void check(Fixture fixture, Usage read, SoftAssertions softly) {
    JsonNode expected = fixture.expected().path("usage");
    if (!expected.isObject()) {
      boolean reported = fixture.name().contains("openrouter--error-in-stream");
      softly.assertThat(read.estimated()).as("estimated").isEqualTo(!reported);
      return;
    }
    softly.assertThat(read.estimated()).as("estimated").isEqualTo(fixture.expected().has("error"));
    softly
        .assertThat(read.inputTotal())
        .as("input")
        .isEqualTo(expected.path("input_total").asLong());
    if (HIDDEN_THINKING.contains(fixture.name())) {
      softly
          .assertThat(read.inputTotal() + read.outputTotal())
          .as("total")
          .isEqualTo(fixture.expected().at("/usage_raw/total_tokens").asLong());
      return;
    }
    softly
        .assertThat(read.outputTotal())
        .as("output")
        .isEqualTo(expected.path("output_total").asLong());
    softly
        .assertThat(read.reasoning())
        .as("reasoning")
        .isEqualTo(expected.path("reasoning").asLong());
    checkInputs(read, expected, softly);
    if (expected.has("server_tool_use")) {
      softly
          .assertThat(read.webSearches())
          .as("web searches")
          .isEqualTo(expected.at("/server_tool_use/web_search_requests").asLong());
    }
  }

  private static void checkInputs(Usage read, JsonNode expected, SoftAssertions softly) {
    if (expected.path("input_uncached").asLong() >= 0) {
      softly.assertThat(inputs(read)).as("input, cached, written").isEqualTo(inputs(expected));
    }
    long hour = expected.path("cache_write_1h").asLong();
    softly.assertThat(read.cacheWrite1h()).as("written for an hour").isEqualTo(hour);
    JsonNode audio = expected.at("/input_by_modality/AUDIO");
    long heard = audio.asLong(expected.path("audio_input").asLong());
    softly.assertThat(read.inputAudio() + read.cacheReadAudio()).as("audio").isEqualTo(heard);
    softly
        .assertThat(read.cacheReadAudio())
        .as("cached audio")
        .isEqualTo(expected.at("/cache_by_modality/AUDIO").asLong());
  }

  /** Of a recording that has a price. */
  public static void check(Fixture fixture, Cost cost, SoftAssertions softly) {
    JsonNode expected = fixture.expected().path("cost");
    BigDecimal usd =
        new BigDecimal(expected.path("usd").asText()).setScale(9, RoundingMode.HALF_UP);
    BigDecimal was = BigDecimal.valueOf(cost.nanos(), 9);
    if (HIDDEN_THINKING.contains(fixture.name())) {
      softly.assertThat(was).as("cost").isGreaterThan(usd);
    } else {
      softly.assertThat(was).as("cost").isEqualByComparingTo(usd);
    }
    softly
        .assertThat(cost.priceVersion())
        .as("price")
        .startsWith("2026-11-21/" + expected.path("row").asText().replaceFirst("/", ":"));
  }

  private static List<Long> inputs(Usage usage) {
    return List.of(
        usage.input() + usage.inputAudio(),
        usage.cacheRead() + usage.cacheReadAudio(),
        usage.cacheWrite5m() + usage.cacheWrite1h());
  }

  private static List<Long> inputs(JsonNode usage) {
    return List.of(
        usage.path("input_uncached").asLong(),
        usage.path("cache_read").asLong(),
        usage.path("cache_write").asLong());
  }
}
