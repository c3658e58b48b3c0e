package dev.serai.pipeline;

import dev.serai.call.Call;
import dev.serai.dispatch.Place;
import dev.serai.http.Inbound;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One call in the queue of one credential: until its place is free, it took too long, or the call
 * is cut. Ends once, on the call's event loop.
 */
final class Queueing {
  private final Inbound inbound;
  private final Consumer<@Nullable Place> ended;
  private @Nullable Place place;
  private @Nullable Runnable timer;
  private boolean over;

  /**
   * @param ended gets the place, or null when the call has left it
   */
  Queueing(Inbound inbound, Consumer<@Nullable Place> ended) {
    this.inbound = inbound;
    this.ended = ended;
  }

  /**
   * @param time the longest it waits
   */
  void begin(Call call, Place inQueue, Duration time) {
    place = inQueue;
    timer = inbound.after(time, () -> end(false));
    call.cancellation().onCancel(() -> inbound.onLoop(() -> end(false)));
  }

  /** From any thread. */
  void granted() {
    inbound.onLoop(() -> end(true));
  }

  /** Too late, or nobody is there any more: the place is the next one's, granted or not. */
  private void end(boolean granted) {
    if (over) return;
    over = true;
    if (timer != null) timer.run();
    if (!granted && place != null) place.leave();
    ended.accept(granted ? place : null);
  }
}
