package dev.serai.limits;

import dev.serai.call.Call;
import dev.serai.call.Candidate;
import dev.serai.limits.Limit.Estimate;
import dev.serai.limits.Limit.UnknownPrice;
import dev.serai.prices.Catalogue;
import dev.serai.prices.PriceContext;
import dev.serai.prices.Prices;
import dev.serai.prices.Tariff;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How much one call has to reserve: of each limit the most that any of the candidates it may still
 * go to would take. Looks nothing up before a limit asks for it, and nothing twice.
 */
final class Demand {
  static final long PICOS = 1_000;

  private static final int MEASURES = Measure.values().length;
  private static final Need NOTHING = new Need(0, 0, Long.MAX_VALUE, 0);

  private final Call call;
  private final Sources sources;
  private final Need[] needs = new Need[2 * MEASURES];
  private List<Candidate> candidates;
  private Figures[] known = {};
  private @Nullable PriceContext context;

  /** Where figures come from. */
  record Sources(Estimates estimates, Catalogue catalogue, Prices prices, LimitSettings settings) {
    /** What a token costs for the limit: none counts nothing. */
    @Nullable Tariff tariff(@Nullable Tariff listed, Limit limit) {
      if (listed != null) return listed;
      if (limit.unknownPrice() == UnknownPrice.TOKENS_ONLY) return null;
      LimitSettings.DefaultPrice price = settings.defaultPrice();
      return Tariff.flat(price.input(), price.output());
    }
  }

  Demand(Call call, Sources sources) {
    this.call = call;
    this.sources = sources;
    this.candidates = call.candidates();
  }

  /** Those that the call may still go to. */
  List<Candidate> candidates() {
    return candidates;
  }

  void candidates(List<Candidate> left) {
    candidates = left;
    Arrays.fill(needs, null);
  }

  boolean mayGoTo(Filter filter) {
    if (filter.none()) return true;
    for (int i = 0; i < candidates.size(); i++) if (filter.matches(candidates.get(i))) return true;
    return false;
  }

  Need of(Limit limit) {
    if (limit.measure() == Measure.REQUESTS) return Need.REQUEST;
    // a price that is not known is a matter of the single limit
    if (!limit.filter().none() || limit.measure() == Measure.USD && !allPriced())
      return compute(limit);
    int at = limit.measure().ordinal() + (hard(limit) ? MEASURES : 0);
    Need need = needs[at];
    if (need == null) needs[at] = need = compute(limit);
    return need;
  }

  /** Whether no limit in USD has to ask what to do without a price. */
  boolean allPriced() {
    for (int i = 0; i < candidates.size(); i++)
      if (figures(candidates.get(i)).tariff() == null) return false;
    return true;
  }

  boolean priced(Candidate candidate) {
    return figures(candidate).tariff() != null;
  }

  private Need compute(Limit limit) {
    Need need = NOTHING;
    for (int i = 0; i < candidates.size(); i++) {
      Candidate candidate = candidates.get(i);
      if (limit.filter().matches(candidate)) need = need.and(need(limit, figures(candidate)));
    }
    return need;
  }

  private Need need(Limit limit, Figures figures) {
    boolean hard = hard(limit);
    long output = hard ? figures.mostOutput() : figures.output();
    long least = Math.min(output, Need.LEAST_OUTPUT);
    // the provider itself stops there
    long room = figures.bounded() && output >= figures.mostOutput() ? Long.MAX_VALUE : output;
    long input = hard ? figures.mostInput() : figures.input();
    return switch (limit.measure()) {
      case REQUESTS -> Need.REQUEST;
      case INPUT_TOKENS -> new Need(input, input, Long.MAX_VALUE, 0);
      case OUTPUT_TOKENS -> new Need(output, least, room, PICOS);
      case TOTAL_TOKENS -> new Need(input + output, input + least, room, PICOS);
      case USD -> {
        Tariff tariff = sources.tariff(figures.tariff(), limit);
        if (tariff == null) yield NOTHING;
        long rate = hard ? tariff.dearestOutput() : tariff.output();
        long paid = hard ? input * tariff.dearestInput() : figures.paidInput() * tariff.input();
        yield new Need(
            Math.ceilDiv(paid + output * rate, PICOS),
            Math.ceilDiv(paid + least * rate, PICOS),
            rate == 0 ? Long.MAX_VALUE : room,
            rate);
      }
    };
  }

  private static boolean hard(Limit limit) {
    return limit.estimate() == Estimate.HARD;
  }

  private Figures figures(Candidate candidate) {
    for (Figures figures : known) if (figures.of(candidate)) return figures;
    PriceContext at = context;
    if (at == null) context = at = context(call);
    Figures fresh = Figures.of(call, candidate, sources, at);
    known = Arrays.copyOf(known, known.length + 1);
    known[known.length - 1] = fresh;
    return fresh;
  }

  static PriceContext context(Call call) {
    return PriceContext.of(
        Instant.ofEpochMilli(call.startedAt() / 1000),
        call.asked().serviceTier(),
        call.asked().speed());
  }
}
