package dev.serai.leases;

/**
 * How a quota stands, over all replicas, as far as this one knows: its own figures are exact, those
 * of others are from the last word with the database.
 *
 * @param spent settled, the window's siblings included
 * @param reserved by running calls, and what other replicas hold
 * @param freesAt epoch milliseconds at which something that is spent leaves a rolling window, or at
 *     which the window ends; {@link Long#MAX_VALUE} = never
 */
public record Standing(long cap, long spent, long reserved, long freesAt) {
  /** Never below zero. */
  public long left() {
    return Math.max(0, cap - spent - reserved);
  }
}
