package dev.serai.http;

import dev.serai.call.Cancellation;
import dev.serai.call.ClientRequest;
import dev.serai.call.Refusal;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.impl.ContextInternal;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A request read whole, and the way to answer it. Belongs to the event loop of its context.
 *
 * @param refusal set when it could not be read: too large, or too many
 */
public record Inbound(
    ClientRequest request,
    Cancellation cancellation,
    Context context,
    HttpServerResponse response,
    boolean upgrade,
    @Nullable Refusal refusal) {

  /** Runs on the call's event loop after what it does now, from any thread. */
  public void onLoop(Runnable task) {
    context.runOnContext(now -> task.run());
  }

  /** Runs at once when this is the call's event loop, else as {@link #onLoop}. */
  public void toLoop(Runnable task) {
    if (((ContextInternal) context).nettyEventLoop().inEventLoop()) task.run();
    else onLoop(task);
  }

  /**
   * Runs on the call's event loop when the time is over.
   *
   * @return calls it off
   */
  public Runnable after(Duration time, Runnable task) {
    Vertx vertx = context.owner();
    long timer = vertx.setTimer(time.toMillis(), now -> onLoop(task));
    return () -> vertx.cancelTimer(timer);
  }
}
