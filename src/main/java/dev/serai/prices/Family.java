package dev.serai.prices;

import dev.serai.call.Usage;
import dev.serai.prices.PriceContext.Mode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The rows of one family, and which of them a model name selects. Immutable but for the memory of
 * names already matched.
 *
 * @param version of the data, first part of every price version
 * @param parts what part of a row's rates flex and batch cost, in thousandths
 * @param webSearch pico-dollars of one server-side search
 */
record Family(
    String name,
    String version,
    Map<Mode, Long> parts,
    long webSearch,
    List<PriceRow> rows,
    Map<String, PriceRow> exact,
    List<Pattern> patterns,
    Map<String, Optional<PriceRow>> matched) {

  private static final int NAMES_REMEMBERED = 4096;
  private static final long WHOLE = 1000;

  /** A pattern and the row it selects. */
  record Pattern(Match match, PriceRow row) {}

  static Family of(
      String name,
      String version,
      Map<Mode, Long> parts,
      long webSearch,
      Collection<PriceRow> rows) {
    Map<String, PriceRow> exact = new HashMap<>();
    List<Pattern> patterns = new ArrayList<>();
    for (PriceRow row : rows)
      for (String pattern : row.match()) {
        Match match = Match.of(pattern);
        if (match.kind() == Match.Kind.EXACT) exact.putIfAbsent(match.text(), row);
        else patterns.add(new Pattern(match, row));
      }
    patterns.sort(Comparator.comparing(Pattern::match, Match.STRENGTH));
    return new Family(
        name,
        version,
        Map.copyOf(parts),
        webSearch,
        List.copyOf(rows),
        Map.copyOf(exact),
        List.copyOf(patterns),
        new ConcurrentHashMap<>());
  }

  Optional<PriceRow> find(String model) {
    Optional<PriceRow> known = matched.get(model);
    if (known != null) return known;
    if (matched.size() >= NAMES_REMEMBERED) matched.clear();
    Optional<PriceRow> found = match(model);
    matched.put(model, found);
    return found;
  }

  private Optional<PriceRow> match(String model) {
    PriceRow named = exact.get(model);
    if (named != null) return Optional.of(named);
    return patterns.stream()
        .filter(pattern -> pattern.match().test().test(model))
        .map(Pattern::row)
        .findFirst();
  }

  /** The exact price of the usage and what it was taken from. */
  Priced price(PriceRow row, Usage usage, PriceContext context) {
    int last = row.periods().size() - 1;
    int chosen = chosen(row, context);
    PriceRow.Period period = row.periods().get(chosen);

    Rates rates = period.rates();
    long part = WHOLE;
    String suffix = "";
    Rates ofMode = row.modes().get(context.mode());
    if (ofMode != null) {
      rates = ofMode;
      suffix = "+" + word(context.mode());
    } else {
      for (PriceRow.Tier tier : period.tiers())
        if (usage.inputTotal() > tier.above()) {
          rates = tier.rates();
          suffix = ">" + tier.above();
        }
      part = parts.getOrDefault(context.mode(), WHOLE);
      if (part != WHOLE) suffix += "+" + word(context.mode());
    }
    long tokens = rates.picos(usage);
    if (part != WHOLE) tokens = Math.floorDiv(tokens * part + WHOLE / 2, WHOLE);
    String since = chosen == last ? "" : "@" + period.since();
    return new Priced(
        tokens + usage.webSearches() * webSearch,
        version + "/" + name + ":" + row.id() + since + suffix);
  }

  private static int chosen(PriceRow row, PriceContext context) {
    long day = Math.floorDiv(context.at().getEpochSecond(), 86_400L);
    int last = row.periods().size() - 1;
    int chosen = 0;
    while (chosen < last && row.periods().get(chosen).since().toEpochDay() > day) chosen++;
    return chosen;
  }

  /** What {@link #price} may take for a token; see {@link Prices#tariff}. */
  Tariff tariff(PriceRow row, long likelyInput, long mostInput, PriceContext context) {
    Rates ofMode = row.modes().get(context.mode());
    if (ofMode != null) return Tariff.of(ofMode, ofMode, WHOLE);
    PriceRow.Period period = row.periods().get(chosen(row, context));
    Rates likely = period.rates();
    Rates most = likely;
    List<PriceRow.Tier> tiers = period.tiers();
    for (int i = 0; i < tiers.size(); i++) {
      PriceRow.Tier tier = tiers.get(i);
      if (likelyInput > tier.above()) likely = tier.rates();
      if (mostInput > tier.above()) most = Rates.dearest(most, tier.rates());
    }
    return Tariff.of(likely, most, parts.getOrDefault(context.mode(), WHOLE));
  }

  private static String word(Mode mode) {
    return mode.name().toLowerCase(java.util.Locale.ROOT);
  }

  /** Pico-dollars, and the row, period, tier and mode they come from. */
  record Priced(long picos, String version) {}
}
