package dev.serai.prices;

import dev.serai.call.Cost;
import dev.serai.call.Usage;
import dev.serai.prices.Family.Priced;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * What a usage costs, in whole numbers only: pico-dollars inside, rounded once, half up, to
 * nano-dollars. The operator's own rows come before the catalogue's. Any thread; never blocks.
 */
@Component
public final class Prices {
  private static final long PICOS_PER_NANO = 1000;
  private static final String OWN = "own";

  private final Catalogue catalogue;
  private volatile Map<String, Family> own = Map.of();

  public Prices(Catalogue catalogue) {
    this.catalogue = catalogue;
  }

  /**
   * Replaces the operator's own rows. A row prices what its patterns match in its family, whatever
   * the catalogue says of it.
   *
   * @throws IllegalArgumentException naming the pattern that cannot be read
   */
  public void overrideWith(List<PriceRow> rows) {
    own =
        rows.stream().collect(Collectors.groupingBy(PriceRow::family)).entrySet().stream()
            .map(entry -> ownFamily(entry.getKey(), entry.getValue()))
            .collect(Collectors.toUnmodifiableMap(Family::name, Function.identity()));
  }

  /** Own rows keep what the family charges per search and for slow modes. */
  private Family ownFamily(String name, List<PriceRow> rows) {
    Family base = catalogue.family(name);
    return base == null
        ? Family.of(name, OWN, Map.of(), 0, rows)
        : Family.of(name, OWN, base.parts(), base.webSearch(), rows);
  }

  /**
   * @param family as the provider names it
   * @param model the provider's name of the model
   * @return {@link Cost#UNKNOWN} if no row prices the model
   */
  public Cost cost(String family, String model, Usage usage, PriceContext context) {
    Priced priced = price(family, model, usage, context);
    return priced == null
        ? Cost.UNKNOWN
        : new Cost((priced.picos() + PICOS_PER_NANO / 2) / PICOS_PER_NANO, priced.version());
  }

  /**
   * What a token of the model may cost, to estimate with before anything is used. Some 50 ns.
   *
   * @param likelyInput tokens, by which the tier is chosen that is likely
   * @param mostInput tokens that it cannot pass: the dearest of the tiers up to there counts
   * @return null if no row prices the model
   */
  public @Nullable Tariff tariff(
      String family, String model, PriceContext context, long likelyInput, long mostInput) {
    Tariff mine = tariff(own.get(family), model, context, likelyInput, mostInput);
    return mine != null
        ? mine
        : tariff(catalogue.family(family), model, context, likelyInput, mostInput);
  }

  private static @Nullable Tariff tariff(
      @Nullable Family family, String model, PriceContext context, long likely, long most) {
    if (family == null) return null;
    Optional<PriceRow> row = family.find(model);
    return row.isEmpty() ? null : family.tariff(row.get(), likely, most, context);
  }

  /** The price before rounding. */
  @Nullable Priced price(String family, String model, Usage usage, PriceContext context) {
    Priced mine = price(own.get(family), model, usage, context);
    return mine != null ? mine : price(catalogue.family(family), model, usage, context);
  }

  private static @Nullable Priced price(
      @Nullable Family family, String model, Usage usage, PriceContext context) {
    if (family == null) return null;
    Optional<PriceRow> row = family.find(model);
    return row.isEmpty() ? null : family.price(row.get(), usage, context);
  }
}
