package dev.serai.call;

/**
 * What step 4 took from the limits for one call, until it is settled. Used from the call's event
 * loop only.
 */
public interface Reservation {
  /** No limit applies. */
  Reservation NONE = new Reservation() {};

  /**
   * A running stream has produced so many output tokens (an estimate that only grows).
   *
   * @return false when nothing is left: the stream is then ended in the client's dialect, with
   *     {@link #exhausted()} as the reason
   */
  default boolean extend(long outputTokens) {
    return true;
  }

  /** Why {@link #extend} said no. */
  default Refusal exhausted() {
    return new Refusal(Refusal.Reason.LIMIT_EXCEEDED, "Limit reached.");
  }

  /**
   * The call has ended: keep what was used, give the rest back. Called exactly once, with zero for
   * a call that reached no provider.
   */
  default void settle(Usage usage, Cost cost) {}
}
