package dev.serai.dialects;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.serai.call.Cost;
import dev.serai.call.Usage;
import dev.serai.prices.Catalogue;
import dev.serai.prices.PriceContext;
import dev.serai.prices.Prices;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.List;
import java.util.Set;
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

  /**
   * Gemini's OpenAI-compatible endpoint hides thinking in the total. The recording's expectation
   * leaves it out; we bill it as output, as the vendor does.
   */
  private static final Set<String> HIDDEN_THINKING =
      Set.of(
          "openai-chat/gemini--tool-call--8ff8a07f.json",
          "openai-chat/gemini--tool-result-turn--bb04b5ea.json");

  private static final PriceContext WHEN =
      PriceContext.standard(Instant.parse("2026-11-15T12:00:00Z"));

  private final Prices prices = new Prices(new Catalogue());

  @TestFactory
  Stream<DynamicTest> readsTheRecordedReply() {
    return Fixture.of(DIALECTS).stream()
        .map(fixture -> DynamicTest.dynamicTest(fixture.name(), () -> check(fixture)));
  }

  private void check(Fixture fixture) {
    int whole = fixture.reply().length;
    IntStream.concat(IntStream.of(whole), IntStream.rangeClosed(1, 7))
        .mapToObj(fixture::read)
        .forEach(
            reader -> {
              SoftAssertions softly = new SoftAssertions();
              checkWords(fixture, reader, softly);
              if (fixture.status() == 200) checkUsage(fixture, reader.usage(), softly);
              softly.assertAll();
            });
  }

  private static void checkWords(Fixture fixture, ReplyReader read, SoftAssertions softly) {
    JsonNode expected = fixture.expected();
    softly.assertThat(read.model()).isEqualTo(expected.path("model").asText(read.model()));
    softly.assertThat(read.finish()).isEqualTo(expected.path("finish_raw").asText(read.finish()));
    if (fixture.status() != 200) return;
    JsonNode error = expected.path("error");
    if (error.isMissingNode()) {
      softly.assertThat(read.phase()).isEqualTo(ReplyReader.Phase.ENDED);
      softly.assertThat(read.error()).isEmpty();
    } else {
      softly.assertThat(read.phase()).isEqualTo(ReplyReader.Phase.ERROR);
      softly
          .assertThat(read.error())
          .isEqualTo(error.path("code").asText(error.path("type").asText()));
    }
  }

  private void checkUsage(Fixture fixture, Usage read, SoftAssertions softly) {
    JsonNode expected = fixture.expected().path("usage");
    if (!expected.isObject()) {
      boolean reported = fixture.name().contains("openrouter--error-in-stream");
      softly.assertThat(read.estimated()).isEqualTo(!reported);
      return;
    }
    softly.assertThat(read.estimated()).isEqualTo(fixture.expected().has("error"));
    softly.assertThat(read.inputTotal()).isEqualTo(expected.path("input_total").asLong());
    if (HIDDEN_THINKING.contains(fixture.name())) {
      JsonNode raw = fixture.expected().path("usage_raw");
      softly
          .assertThat(read.inputTotal() + read.outputTotal())
          .isEqualTo(raw.path("total_tokens").asLong());
      return;
    }
    softly.assertThat(read.outputTotal()).isEqualTo(expected.path("output_total").asLong());
    softly.assertThat(read.reasoning()).isEqualTo(expected.path("reasoning").asLong());
    if (expected.path("input_uncached").asLong() >= 0) {
      softly.assertThat(inputs(read)).isEqualTo(inputs(expected));
    }
    if (expected.has("server_tool_use")) {
      softly
          .assertThat(read.webSearches())
          .isEqualTo(expected.path("server_tool_use").path("web_search_requests").asLong());
    }
    checkCost(fixture, read, softly);
  }

  private void checkCost(Fixture fixture, Usage read, SoftAssertions softly) {
    JsonNode expected = fixture.expected().path("cost");
    if (expected.isMissingNode()) return;
    String row = expected.path("row").asText();
    String family = row.substring(0, row.indexOf('/'));
    Cost cost = prices.cost(family, fixture.expected().path("request_model").asText(), read, WHEN);
    if (!cost.known()) { // an Azure deployment has any name; the reply tells the model
      cost = prices.cost(family, fixture.expected().path("model").asText(), read, WHEN);
    }
    softly
        .assertThat(BigDecimal.valueOf(cost.nanos(), 9))
        .isEqualByComparingTo(
            new BigDecimal(expected.path("usd").asText()).setScale(9, RoundingMode.HALF_UP));
    softly.assertThat(cost.priceVersion()).startsWith("2026-11-21/" + row.replaceFirst("/", ":"));
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

  @Test
  void thereIsMuchToRead() {
    assertThat(Fixture.of(DIALECTS)).hasSizeGreaterThan(400);
  }
}
