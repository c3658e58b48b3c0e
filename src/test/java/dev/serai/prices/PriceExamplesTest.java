package dev.serai.prices;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.serai.call.Operation;
import dev.serai.call.Usage;
import dev.serai.dialects.ReplyReader;
import dev.serai.dialects.ReplyReaders;
import dev.serai.prices.Family.Priced;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Worked examples, from the provider's usage to a price that is equal to the last pico-dollar. */
class PriceExamplesTest {
  private static final Path EXAMPLES = Path.of("../shared/prices/examples.json");

  private final Prices prices = new Prices(new Catalogue());

  @TestFactory
  Stream<DynamicTest> pricesTheExampleExactly() throws IOException {
    if (!Files.exists(EXAMPLES)) {
      if ("true".equals(System.getenv("CI"))) fail("price examples are missing: " + EXAMPLES);
      Assumptions.abort("no price examples at " + EXAMPLES);
    }
    JsonNode examples = new ObjectMapper().readTree(EXAMPLES.toFile()).path("examples");
    assertThat(examples).hasSize(25);
    return StreamSupport.stream(examples.spliterator(), false)
        .map(e -> DynamicTest.dynamicTest(e.path("title").asText(), () -> check(e)));
  }

  private void check(JsonNode example) {
    String row = example.path("row").asText();
    String family = row.substring(0, row.indexOf('/'));
    String model = example.path("model").asText();
    Priced priced =
        Objects.requireNonNull(prices.price(family, model, usage(example), when(example)));
    assertThat(BigDecimal.valueOf(priced.picos(), 12))
        .isEqualByComparingTo(new BigDecimal(example.path("cost_usd").asText()));
    assertThat(priced.version()).startsWith("2026-11-21/" + row.replaceFirst("/", ":"));
    if (example.path("tier").isNumber()) {
      assertThat(priced.version()).endsWith(">" + example.path("tier").asLong());
    }
  }

  private static PriceContext when(JsonNode example) {
    LocalDate date = LocalDate.parse(example.path("date").asText("2026-11-20"));
    Instant at = date.atStartOfDay(ZoneOffset.UTC).toInstant();
    return PriceContext.of(at, example.at("/response/service_tier").asText(""), "");
  }

  private static Usage usage(JsonNode example) {
    String usage = example.path("usage").toString();
    return switch (example.path("dialect").asText()) {
      case "openai-chat" -> read(Operation.CHAT, "{\"usage\":" + usage + "}");
      case "openai-responses" -> read(Operation.RESPONSES, "{\"usage\":" + usage + "}");
      case "anthropic" -> read(Operation.MESSAGES, "{\"usage\":" + usage + "}");
      case "gemini" -> read(Operation.GENERATE_CONTENT, "{\"usageMetadata\":" + usage + "}");
      default -> plain(example.path("normalised"));
    };
  }

  private static Usage read(Operation operation, String reply) {
    ReplyReader reader = ReplyReaders.of(operation, false);
    byte[] bytes = reply.getBytes(StandardCharsets.UTF_8);
    reader.read(bytes, 0, bytes.length);
    reader.end();
    return reader.usage();
  }

  private static Usage plain(JsonNode normalised) {
    return new Usage(
        normalised.path("input_uncached").asLong(),
        0,
        normalised.path("cache_read").asLong(),
        0,
        normalised.path("cache_write").asLong(),
        0,
        normalised.path("output_total").asLong(),
        0,
        0,
        0,
        false);
  }
}
