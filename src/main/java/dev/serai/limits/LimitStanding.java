package dev.serai.limits;

import dev.serai.leases.Standing;

/**
 * How a limit that applies to somebody stands.
 *
 * @param member whose quota it is where each has one of its own, else empty
 */
public record LimitStanding(Limit limit, String member, Window.Period period, Standing standing) {

  /** Per cent of the cap; 100 for a cap of nothing. */
  public double utilisation() {
    return limit.cap() == 0 ? 100 : 100.0 * standing.spent() / limit.cap();
  }
}
