package dev.serai.dialects;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.serai.call.Cost;
import dev.serai.call.Usage;
import dev.serai.prices.Catalogue;
import dev.serai.prices.PriceContext;
import dev.serai.prices.Prices;
import dev.serai.testing.Fixture;
import dev.serai.testing.RecordedFigures;
import java.time.Instant;
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
        .mapToObj(slice -> read(fixture, slice))
        .forEach(
            reader -> {
              SoftAssertions softly = new SoftAssertions();
              checkWords(fixture, reader, softly);
              if (fixture.status() == 200) {
                RecordedFigures.check(fixture, reader.usage(), softly);
                checkCost(fixture, reader.usage(), softly);
              }
              softly.assertAll();
            });
  }

  private static ReplyReader read(Fixture fixture, int slice) {
    ReplyReader reader = ReplyReaders.of(fixture.operation(), fixture.streamed());
    Slices.of(fixture.reply(), slice, reader::read);
    reader.end();
    return reader;
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
      softly.assertThat(read.error()).isEqualTo(fixture.errorInStream());
    }
  }

  private void checkCost(Fixture fixture, Usage read, SoftAssertions softly) {
    JsonNode expected = fixture.expected().path("cost");
    if (expected.isMissingNode()) return;
    String row = expected.path("row").asText();
    String family = row.substring(0, row.indexOf('/'));
    Cost cost = prices.cost(family, fixture.askedModel(), read, WHEN);
    if (!cost.known()) { // an Azure deployment has any name; the reply tells the model
      cost = prices.cost(family, fixture.expected().path("model").asText(), read, WHEN);
    }
    RecordedFigures.check(fixture, cost, softly);
  }

  @Test
  void thereIsMuchToRead() {
    assertThat(Fixture.of(DIALECTS)).hasSizeGreaterThan(400);
  }
}
