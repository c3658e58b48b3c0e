package dev.serai.limits;

import java.util.List;

/** Whoever holds calls to the limits: told of all of them whenever one has changed. */
public interface LimitsInForce {
  /**
   * Called on the thread that refreshes snapshots, one call at a time; a limit that did not change
   * is the same object as before.
   *
   * @param limits all of them, paused ones included, in no order
   */
  void replace(List<Limit> limits);
}
