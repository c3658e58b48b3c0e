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
 * go to would take. Looks nothing up before a limit asks for it.
 */
final class Demand {
  /** Output that a stream has to begin with when its estimate is not there any more. */
  static final long LEAST_OUTPUT = 64;

  static final long PICOS = 1_000;

  private final Call call;
  private final Sources sources;
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
  }

  /** In the limit's unit. */
  long amount(Limit limit, List<Candidate> candidates) {
    return most(limit, candidates, Long.MAX_VALUE);
  }

  /** Enough to let a stream begin: its input, and a little output. */
  long least(Limit limit, List<Candidate> candidates) {
    return most(limit, candidates, LEAST_OUTPUT);
  }

  /** Output tokens that {@link #amount} has room for. */
  long output(Limit limit, List<Candidate> candidates, long atMost) {
    long least = Long.MAX_VALUE;
    for (int i = 0; i < candidates.size(); i++) {
      Candidate candidate = candidates.get(i);
      if (!limit.filter().matches(candidate)) continue;
      Figures figures = figures(candidate);
      boolean unending = limit.estimate() == Estimate.HARD && figures.bounded();
      if (!unending) least = Math.min(least, Math.min(output(limit, figures), atMost));
    }
    return least;
  }

  /** Thousandths of the limit's unit for each further token of output. */
  long perOutput(Limit limit, List<Candidate> candidates) {
    if (limit.measure() != Measure.USD) return PICOS;
    long most = 0;
    for (int i = 0; i < candidates.size(); i++) {
      Candidate candidate = candidates.get(i);
      if (!limit.filter().matches(candidate)) continue;
      Tariff tariff = sources.tariff(figures(candidate).tariff(), limit);
      if (tariff == null) continue;
      boolean hard = limit.estimate() == Estimate.HARD;
      most = Math.max(most, hard ? tariff.dearestOutput() : tariff.output());
    }
    return most;
  }

  /** Whether the limit in USD can judge the candidate. */
  boolean priced(Limit limit, Candidate candidate) {
    return limit.measure() != Measure.USD
        || limit.unknownPrice() != UnknownPrice.REFUSE
        || !limit.blocks()
        || figures(candidate).tariff() != null;
  }

  /** Whether more output means more use of the limit. */
  static boolean growsWithOutput(Limit limit) {
    return switch (limit.measure()) {
      case USD, OUTPUT_TOKENS, TOTAL_TOKENS -> true;
      case REQUESTS, INPUT_TOKENS -> false;
    };
  }

  private long most(Limit limit, List<Candidate> candidates, long outputAtMost) {
    if (limit.measure() == Measure.REQUESTS) return 1;
    long most = 0;
    for (int i = 0; i < candidates.size(); i++) {
      Candidate candidate = candidates.get(i);
      if (!limit.filter().matches(candidate)) continue;
      Figures figures = figures(candidate);
      long output = Math.min(output(limit, figures), outputAtMost);
      most = Math.max(most, amount(limit, figures, output));
    }
    return most;
  }

  private static long output(Limit limit, Figures figures) {
    return limit.estimate() == Estimate.HARD ? figures.mostOutput() : figures.output();
  }

  private long amount(Limit limit, Figures figures, long output) {
    boolean hard = limit.estimate() == Estimate.HARD;
    long input = hard ? figures.mostInput() : figures.input();
    return switch (limit.measure()) {
      case REQUESTS -> 1;
      case INPUT_TOKENS -> input;
      case OUTPUT_TOKENS -> output;
      case TOTAL_TOKENS -> input + output;
      case USD -> usd(sources.tariff(figures.tariff(), limit), figures, output, hard);
    };
  }

  private static long usd(@Nullable Tariff tariff, Figures figures, long output, boolean hard) {
    if (tariff == null) return 0;
    long picos =
        hard
            ? figures.mostInput() * tariff.dearestInput() + output * tariff.dearestOutput()
            : figures.paidInput() * tariff.input() + output * tariff.output();
    return Math.ceilDiv(picos, PICOS);
  }

  private Figures figures(Candidate candidate) {
    String provider = candidate.provider().name();
    for (Figures figures : known)
      if (figures.model().equals(candidate.model()) && figures.provider().equals(provider))
        return figures;
    PriceContext at = context;
    if (at == null) context = at = context(call);
    Figures fresh =
        Figures.of(
            call,
            candidate,
            sources.estimates().of(provider, candidate.model()),
            sources.catalogue(),
            sources.prices(),
            at);
    Figures[] more = Arrays.copyOf(known, known.length + 1);
    more[known.length] = fresh;
    known = more;
    return fresh;
  }

  static PriceContext context(Call call) {
    return PriceContext.of(
        Instant.ofEpochMilli(call.startedAt() / 1000),
        call.asked().serviceTier(),
        call.asked().speed());
  }
}
