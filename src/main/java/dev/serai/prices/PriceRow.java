package dev.serai.prices;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;

/**
 * The price of one model.
 *
 * @param family whose catalogue it belongs to ({@code openai}…)
 * @param match patterns of model names: {@code exact:}, {@code prefix:}, {@code ends_with:}, {@code
 *     contains:}, {@code regex:}
 * @param maxOutput most tokens it writes in one answer, 0 when not known
 * @param periods newest first; the last one counts for all time before
 * @param modes rates for requests that ask for another mode
 */
public record PriceRow(
    String family,
    String id,
    List<String> match,
    long maxOutput,
    List<Period> periods,
    Map<PriceContext.Mode, Rates> modes) {

  public PriceRow {
    match = List.copyOf(match);
    periods = List.copyOf(periods);
    modes = Map.copyOf(modes);
    if (periods.isEmpty()) throw new IllegalArgumentException("price of " + id + ": no rates");
  }

  /** One price for one model name at all times. */
  public static PriceRow flat(String family, String model, Rates rates) {
    Period always = new Period(LocalDate.EPOCH, rates, List.of());
    return new PriceRow(family, model, List.of("exact:" + model), 0, List.of(always), Map.of());
  }

  /**
   * @param since first UTC day
   */
  public record Period(LocalDate since, Rates rates, List<Tier> tiers) {
    public Period {
      tiers = List.copyOf(tiers);
    }
  }

  /** Rates of a whole request whose input, cached tokens included, is more than {@code above}. */
  public record Tier(long above, Rates rates) {}
}
