package dev.serai.prices;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TariffTest {
  private static final PriceContext NOW =
      PriceContext.standard(Instant.parse("2026-11-22T00:00:00Z"));

  private final Prices prices = new Prices(new Catalogue());

  @Test
  void namesTheUsualAndTheDearestRate() {
    own(Map.of("input", "3", "cache-read", "0.3", "cache-write-1h", "6", "output", "15"));

    assertThat(prices.tariff("f", "m", NOW, 100, 100))
        .isEqualTo(new Tariff(3_000_000, 6_000_000, 15_000_000, 15_000_000));
  }

  @Test
  void aTierCountsWhenTheInputMayReachIt() {
    Rates small = Rates.of(Map.of("input", "3", "output", "15"));
    Rates large = Rates.of(Map.of("input", "6", "output", "22.5"));
    PriceRow.Period period =
        new PriceRow.Period(LocalDate.EPOCH, small, List.of(new PriceRow.Tier(200_000, large)));
    prices.overrideWith(
        List.of(new PriceRow("f", "m", List.of("exact:m"), 0, List.of(period), Map.of())));

    assertThat(prices.tariff("f", "m", NOW, 1_000, 200_000))
        .isEqualTo(new Tariff(3_000_000, 3_000_000, 15_000_000, 15_000_000));
    assertThat(prices.tariff("f", "m", NOW, 1_000, 200_001))
        .isEqualTo(new Tariff(3_000_000, 6_000_000, 15_000_000, 22_500_000));
    assertThat(prices.tariff("f", "m", NOW, 300_000, 300_000))
        .isEqualTo(new Tariff(6_000_000, 6_000_000, 22_500_000, 22_500_000));
  }

  @Test
  void aModelWithoutAPriceHasNone() {
    assertThat(prices.tariff("f", "m", NOW, 1, 1)).isNull();
  }

  /** Every model that is shipped: no usage is ever dearer than the dearest tariff says. */
  @Test
  void noTokenIsDearerThanTheDearest() {
    Catalogue catalogue = new Catalogue();
    Prices shipped = new Prices(catalogue);
    for (String family : PriceFiles.FAMILIES)
      for (String model : catalogue.names(family))
        for (long input : new long[] {1_000, 150_000, 250_000, 600_000})
          for (PriceContext.Mode mode : PriceContext.Mode.values()) {
            PriceContext context = new PriceContext(NOW.at(), mode);
            Tariff tariff = shipped.tariff(family, model, context, input, input);
            var usage =
                new dev.serai.call.Usage(
                    input - 800, 100, 200, 100, 200, 200, 300, 100, 50, 0, false);
            Family.Priced priced = shipped.price(family, model, usage, context);

            assertThat(tariff).as(model).isNotNull();
            assertThat(priced.picos())
                .as("%s %s %s %s", family, model, input, mode)
                .isLessThanOrEqualTo(input * tariff.dearestInput() + 450 * tariff.dearestOutput());
          }
  }

  private void own(Map<String, String> usd) {
    prices.overrideWith(List.of(PriceRow.flat("f", "m", Rates.of(usd))));
  }
}
