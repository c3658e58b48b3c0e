package dev.serai.limits;

import dev.serai.leases.Standing;

/**
 * How a limit that applies to somebody stands.
 *
 * @param member whose quota it is where each has one of its own, else empty
 */
public record LimitStanding(Limit limit, String member, Window.Period period, Standing standing) {

  /** Per cent of the cap that is spent; 100 for a cap of nothing. */
  public double utilisation() {
    return limit.cap() == 0 ? 100 : 100.0 * standing.spent() / limit.cap();
  }

  /**
   * Epoch milliseconds at which something is free again: of a rolling window, when its oldest use
   * leaves it, which takes the whole window also while the limit is younger than that. {@link
   * Long#MAX_VALUE} = never by itself.
   */
  public long resetsAt() {
    Window window = limit.window();
    if (window.kind() != Window.Kind.ROLLING) return period.end();
    Window.Period whole = window.at(period.start(), 0);
    long span = whole.end() - whole.since();
    return standing.freesAt() == Long.MAX_VALUE
        ? period.start() + span
        : standing.freesAt() + span - (period.end() - period.since());
  }
}
