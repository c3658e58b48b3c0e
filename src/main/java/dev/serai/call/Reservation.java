package dev.serai.call;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

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
   * @return false when nothing is left in memory: the stream pauses until {@link #replenish} says
   *     whether it may go on
   */
  default boolean extend(long outputTokens) {
    return true;
  }

  /**
   * After {@link #extend} said no: looks for what other replicas may give back.
   *
   * @return whether the stream may go on; else it is ended in the client's dialect, with {@link
   *     #exhausted()} as the reason. Completes within two seconds, never exceptionally, on any
   *     thread
   */
  default CompletionStage<Boolean> replenish(long outputTokens) {
    return CompletableFuture.completedFuture(false);
  }

  /** Why {@link #replenish} said no. */
  default Refusal exhausted() {
    return new Refusal(Refusal.Reason.LIMIT_EXCEEDED, "Limit reached.");
  }

  /** Headers that tell the client how its limits stand; empty most of the time. */
  default Map<String, String> headers() {
    return Map.of();
  }

  /**
   * The call has ended: keep what was used, give the rest back. Called exactly once, also for a
   * call that reached no provider.
   *
   * @return what was kept
   */
  default List<Charge> settle(EndedCall ended) {
    return List.of();
  }

  /** What {@link #settle} kept; empty before. */
  default List<Charge> charges() {
    return List.of();
  }
}
