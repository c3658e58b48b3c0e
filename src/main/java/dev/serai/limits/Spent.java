package dev.serai.limits;

import dev.serai.call.Attempt;
import dev.serai.call.Candidate;
import dev.serai.call.EndedCall;
import dev.serai.call.Outcome;
import dev.serai.call.Usage;
import dev.serai.limits.Demand.Sources;
import dev.serai.prices.Tariff;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a call that has ended used of its limits. */
final class Spent {
  private final EndedCall ended;
  private final Sources sources;
  private final @Nullable Attempt last;

  Spent(EndedCall ended, Sources sources) {
    this.ended = ended;
    this.sources = sources;
    this.last = last(ended.call().attempts());
  }

  /** That was asked; one that was only passed over served nobody. */
  private static @Nullable Attempt last(List<Attempt> attempts) {
    for (int i = attempts.size() - 1; i >= 0; i--)
      if (asked(attempts.get(i))) return attempts.get(i);
    return attempts.isEmpty() ? null : attempts.getLast();
  }

  /** Candidates that rest or whose breaker is open are skipped, and have no span. */
  private static boolean asked(Attempt attempt) {
    return !attempt.spanId().isEmpty();
  }

  /** In the limit's unit. */
  long of(Limit limit, long reserved) {
    if (last == null) return 0;
    if (!limit.filter().none() && !limit.filter().matches(last.provider(), last.model())) return 0;
    Usage usage = ended.usage();
    return switch (limit.measure()) {
      case REQUESTS -> counts() ? 1 : 0;
      case INPUT_TOKENS -> usage.inputTotal();
      case OUTPUT_TOKENS -> usage.outputTotal();
      case TOTAL_TOKENS -> usage.inputTotal() + usage.outputTotal();
      case USD -> usd(limit, usage, reserved);
    };
  }

  /** Whether a provider did something for it: then it was a request, whatever became of it. */
  private boolean counts() {
    return switch (ended.outcome()) {
      case Outcome.Served served -> true;
      case Outcome.Abandoned abandoned -> last != null && asked(last);
      // an error with a body of its own is still nothing but an error
      case Outcome.Failed failed -> ended.firstByteAt() > 0 && failed.status() < 300;
      case Outcome.Refused refused -> last != null && asked(last);
    };
  }

  private long usd(Limit limit, Usage usage, long reserved) {
    if (ended.cost().known()) return ended.cost().nanos();
    return switch (limit.unknownPrice()) {
      case TOKENS_ONLY -> 0;
      case DEFAULT -> {
        LimitSettings.DefaultPrice price = sources.settings().defaultPrice();
        long picos = usage.inputTotal() * price.input() + usage.outputTotal() * price.output();
        yield Math.ceilDiv(picos, Demand.PICOS);
      }
      // it was let through because it had a price: as dear as was thought
      case REFUSE -> usage.inputTotal() + usage.outputTotal() == 0 ? 0 : reserved;
    };
  }

  /** Only from whole answers whose provider said what they used. */
  void learn() {
    Usage usage = ended.usage();
    if (last == null || usage.estimated() || usage.inputTotal() + usage.outputTotal() == 0) return;
    if (!(ended.outcome() instanceof Outcome.Served)) return;
    long bytes = ended.call().request().body().length();
    Estimates estimates = sources.estimates();
    estimates.learn(last.provider(), last.model(), bytes, usage.inputTotal(), usage.outputTotal());
    Candidate served = served(last);
    if (served == null || !ended.cost().known()) return;
    Tariff tariff =
        sources
            .prices()
            .tariff(
                served.provider().prices(),
                served.model(),
                Demand.context(ended.call()),
                usage.inputTotal(),
                usage.inputTotal());
    if (tariff == null) return;
    long paid = ended.cost().nanos() * Demand.PICOS - usage.outputTotal() * tariff.output();
    estimates.learnPaid(last.provider(), last.model(), bytes, Math.max(0, paid), tariff.input());
  }

  private @Nullable Candidate served(Attempt attempt) {
    for (Candidate candidate : ended.call().candidates())
      if (candidate.model().equals(attempt.model())
          && candidate.provider().name().equals(attempt.provider())) return candidate;
    return null;
  }
}
