package dev.serai.prices;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.serai.call.Cost;
import dev.serai.call.Usage;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PricesTest {
  private static final Instant NOVEMBER = Instant.parse("2026-11-15T00:00:00Z");
  private static final PriceContext STANDARD = PriceContext.standard(NOVEMBER);

  private final Prices prices = new Prices(new Catalogue());

  @Test
  void aModelWithoutARowHasNoKnownPrice() {
    assertThat(prices.cost("openai", "nobody-knows", tokens(1, 1), STANDARD))
        .isEqualTo(Cost.UNKNOWN);
    assertThat(prices.cost("no-such-family", "gpt-4o", tokens(1, 1), STANDARD))
        .isEqualTo(Cost.UNKNOWN);
  }

  @Test
  void roundsOnceHalfUpToNanoDollars() {
    own(Map.of("input", "0.0005", "output", "0.000499"));
    assertThat(nanos(tokens(1, 0))).isEqualTo(1);
    assertThat(nanos(tokens(0, 1))).isZero();
    assertThat(nanos(tokens(0, 1000))).isEqualTo(499);
  }

  @Test
  void ownRowsComeBeforeTheCatalogueAndAreNamedInTheVersion() {
    Usage usage = tokens(1_000_000, 0);
    assertThat(prices.cost("openai", "gpt-4o", usage, STANDARD).nanos()).isEqualTo(2_500_000_000L);
    prices.overrideWith(
        List.of(PriceRow.flat("openai", "gpt-4o", Rates.of(Map.of("input", "2.0")))));
    assertThat(prices.cost("openai", "gpt-4o", usage, STANDARD))
        .isEqualTo(new Cost(2_000_000_000L, "own/openai:gpt-4o"));
    assertThat(prices.cost("openai", "gpt-4o-mini", usage, STANDARD).priceVersion())
        .isEqualTo("2026-11-21/openai:gpt-4o-mini");
    prices.overrideWith(List.of());
    assertThat(prices.cost("openai", "gpt-4o", usage, STANDARD).nanos()).isEqualTo(2_500_000_000L);
  }

  @Test
  void flexCostsHalfOfTheTierThatTheInputReaches() {
    PriceContext flex = PriceContext.of(NOVEMBER, "flex", "");
    Cost cost = prices.cost("openai", "gpt-5.4", tokens(272_001, 0), flex);
    assertThat(cost.nanos()).isEqualTo(272_001L * 2_500);
    assertThat(cost.priceVersion()).isEqualTo("2026-11-21/openai:gpt-5.4>272000+flex");
  }

  @Test
  void fastModeHasRatesOfItsOwnWhereTheRowHasThem() {
    PriceContext fast = PriceContext.of(NOVEMBER, "", "fast");
    assertThat(prices.cost("anthropic", "claude-opus-4-8", tokens(1000, 0), fast))
        .isEqualTo(new Cost(10_000_000, "2026-11-21/anthropic:claude-opus-4-8+fast"));
    assertThat(prices.cost("anthropic", "claude-haiku-4-5", tokens(1000, 0), fast).nanos())
        .isEqualTo(1_000_000);
  }

  @Test
  void thePriceIsThatOfTheUtcDay() {
    Usage usage = tokens(1000, 0);
    Cost before = at("2026-08-31T23:59:59Z", usage);
    Cost after = at("2026-09-01T00:00:00Z", usage);
    assertThat(before).isEqualTo(new Cost(2_000_000, "2026-11-21/anthropic:claude-sonnet-5"));
    assertThat(after)
        .isEqualTo(new Cost(3_000_000, "2026-11-21/anthropic:claude-sonnet-5@2026-09-01"));
  }

  @Test
  void whatHasNoRateOfItsOwnCostsTheInput() {
    own(Map.of("input", "1", "output", "2"));
    assertThat(nanos(new Usage(1, 1, 1, 1, 1, 1, 0, 0, 0, 0, false))).isEqualTo(6_000);
    assertThat(nanos(new Usage(0, 0, 0, 0, 0, 0, 1, 1, 1, 0, false))).isEqualTo(6_000);
  }

  @Test
  void tellsWhatIsWrongWithARate() {
    assertThatThrownBy(() -> Rates.of(Map.of("input", "0.0000001")))
        .hasMessage("price: input '0.0000001' (expected a number of up to 6 decimals)");
    assertThatThrownBy(() -> Rates.of(Map.of("input", "-1"))).hasMessageContaining("'-1'");
    assertThatThrownBy(() -> Rates.of(Map.of("input", "1", "out", "1")))
        .hasMessage("price: 'out' is not a rate");
    assertThatThrownBy(() -> Rates.of(Map.of("output", "1"))).hasMessage("price: input is missing");
  }

  private Cost at(String instant, Usage usage) {
    return prices.cost(
        "anthropic", "claude-sonnet-5", usage, PriceContext.standard(Instant.parse(instant)));
  }

  private void own(Map<String, String> usd) {
    prices.overrideWith(List.of(PriceRow.flat("own-models", "llama", Rates.of(usd))));
  }

  private long nanos(Usage usage) {
    return prices.cost("own-models", "llama", usage, STANDARD).nanos();
  }

  private static Usage tokens(long input, long output) {
    return new Usage(input, 0, 0, 0, 0, 0, output, 0, 0, 0, false);
  }
}
