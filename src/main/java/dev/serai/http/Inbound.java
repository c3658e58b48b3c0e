package dev.serai.http;

import dev.serai.call.Cancellation;
import dev.serai.call.ClientRequest;
import dev.serai.call.Refusal;
import io.vertx.core.Context;
import io.vertx.core.http.HttpServerResponse;
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

  /** Runs on the call's event loop, from any thread. */
  public void onLoop(Runnable task) {
    context.runOnContext(now -> task.run());
  }
}
