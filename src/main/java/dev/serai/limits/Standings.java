package dev.serai.limits;

import java.util.Optional;

/** How limits stand, as far as this replica has their quotas in memory. Any thread. */
public interface Standings {
  /**
   * Of the present window.
   *
   * @param member whose, where each member of the scope has a quota of its own; else empty
   * @return empty when this replica has no quota of it
   */
  Optional<LimitStanding> of(Limit limit, String member);
}
