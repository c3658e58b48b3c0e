package dev.serai.limits;

import dev.serai.call.Refusal;
import dev.serai.leases.QuotaKey;
import dev.serai.leases.QuotaTerms;
import dev.serai.leases.Quotas;

/** Opens quotas for windows that begin, and closes those of windows that are over. Any thread. */
final class LiveQuotas {
  private final Quotas quotas;

  LiveQuotas(Quotas quotas) {
    this.quotas = quotas;
  }

  /**
   * @throws Refusal when there are too many
   */
  Live open(Limit limit, String member, long now) {
    Window.Period period = limit.window().at(now, limit.since());
    QuotaKey key = new QuotaKey(limit.id(), member, period.start());
    try {
      return new Live(limit, member, period, quotas.open(key, terms(limit, period)), now);
    } catch (IllegalStateException e) {
      throw new Refusal(
          Refusal.Reason.OVERLOADED,
          "The gateway counts for as many at once as it can. Try again in a minute.",
          60,
          java.util.Map.of("limit_id", limit.id()));
    }
  }

  /** The same window under new terms, or null when another one runs now. */
  @org.jspecify.annotations.Nullable
  Live change(Live live, Limit limit, long now) {
    Window.Period period = limit.window().at(now, limit.since());
    if (period.start() != live.period.start()) return null;
    quotas.change(live.quota, terms(limit, period));
    return live.under(limit, period, now);
  }

  /** What is left goes back at once; what running calls have reserved, as they end. */
  void close(Live live) {
    if (live.close()) quotas.close(live.quota);
  }

  private static QuotaTerms terms(Limit limit, Window.Period period) {
    return new QuotaTerms(
        limit.cap(), period.since(), period.end(), limit.blocks(), limit.thresholds());
  }
}
