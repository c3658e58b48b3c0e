package dev.serai.limits;

import dev.serai.call.Refusal;
import dev.serai.leases.Quota;
import dev.serai.leases.QuotaKey;
import dev.serai.leases.QuotaTerms;
import dev.serai.leases.Quotas;
import org.jspecify.annotations.Nullable;

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
    try {
      return new Live(limit, member, period, open(limit, member, period), now);
    } catch (IllegalStateException e) {
      throw tooMany(limit);
    }
  }

  static Refusal tooMany(Limit limit) {
    return new Refusal(
        Refusal.Reason.OVERLOADED,
        "The gateway counts for as many at once as it can. Try again in a minute.",
        60,
        java.util.Map.of("limit_id", limit.id()));
  }

  /** The same window under new terms, or null when another one runs now. */
  @Nullable Live change(Live live, Limit limit, long now) {
    Window.Period period = limit.window().at(now, limit.since());
    if (period.start() != live.period.start()) return null;
    quotas.change(live.quota, terms(limit, period));
    return live.under(limit, period, now);
  }

  /** Has something at hand when the next window begins, so that its first call need not wait. */
  void prepare(Live live) {
    Window.Period next = live.limit.window().at(live.period.end(), live.limit.since());
    try {
      Quota quota = open(live.limit, live.member, next);
      live.next = quota;
      quotas.ask(quota, 1);
    } catch (IllegalStateException _) {
      live.next = null; // too many: the next window's first call is told so
    }
  }

  private Quota open(Limit limit, String member, Window.Period period) {
    QuotaTerms terms = terms(limit, period);
    Quota quota = quotas.open(new QuotaKey(limit.id(), member, period.start()), terms);
    // one that is there, prepared or not forgotten yet, may have missed a change of the limit
    if (!quota.terms().equals(terms)) quotas.change(quota, terms);
    return quota;
  }

  /**
   * What is left goes back at once; what running calls have reserved, as they end.
   *
   * @param follower whose quota may have been prepared here
   */
  void close(Live live, @Nullable Live follower) {
    if (!live.close()) return;
    quotas.close(live.quota);
    Quota next = live.next;
    if (next != null && (follower == null || next != follower.quota)) quotas.close(next);
  }

  void close(Live live) {
    close(live, null);
  }

  /** The limit is gone: what runs is counted, and held up no more. */
  void free(Live live) {
    QuotaTerms terms = live.quota.terms();
    quotas.change(
        live.quota,
        new QuotaTerms(terms.cap(), terms.since(), terms.end(), false, terms.thresholds()));
    close(live);
  }

  private static QuotaTerms terms(Limit limit, Window.Period period) {
    return new QuotaTerms(
        limit.cap(), period.since(), period.end(), limit.blocks(), limit.thresholds());
  }
}
