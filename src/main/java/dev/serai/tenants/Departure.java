package dev.serai.tenants;

import java.time.Instant;

/** A bean of this type ends what works in the name of a user. */
@FunctionalInterface
public interface Departure {
  /**
   * In the transaction in which the user leaves the organization, after the change counter was
   * bumped: keys, sessions and the like of the principal have to end with it.
   *
   * @param revision for the rows that are changed
   */
  void left(String principalId, Instant at, long revision);
}
