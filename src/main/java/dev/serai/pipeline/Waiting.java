package dev.serai.pipeline;

import dev.serai.call.Call;
import dev.serai.call.Refusal;
import dev.serai.http.Inbound;
import java.time.Duration;
import java.util.function.Consumer;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;

/**
 * One call that waits for something off its event loop: until that is there, takes too long, or the
 * call is cut. Ends once. On the call's event loop.
 */
final class Waiting {
  /** Ends the wait of a call that nobody waits for; never shown. */
  private static final Refusal CUT = new Refusal("cut");

  private final Exchange exchange;
  private final AsyncCallback callback;
  private final Inbound inbound;
  private @Nullable Runnable timer;
  private @Nullable Runnable work;
  private boolean ended;

  private Waiting(Exchange exchange, AsyncCallback callback) {
    this.exchange = exchange;
    this.callback = callback;
    this.inbound = exchange.getProperty(GatewayEngine.INBOUND, Inbound.class);
  }

  /**
   * @param late has to end the wait when the time is over
   */
  static Waiting begin(
      Exchange exchange, AsyncCallback callback, Duration time, Consumer<Waiting> late) {
    Waiting waiting = new Waiting(exchange, callback);
    waiting.timer =
        waiting.inbound.after(time, () -> waiting.unlessEnded(() -> late.accept(waiting)));
    waiting.inbound.cancellation().onCancel(() -> waiting.onLoop(() -> waiting.end(CUT)));
    return waiting;
  }

  /**
   * @param stop stops the work when the wait ends before it does
   */
  void works(Runnable stop) {
    work = stop;
  }

  /** Runs on the call's event loop unless the wait is over by then. From any thread. */
  void onLoop(Runnable task) {
    inbound.onLoop(() -> unlessEnded(task));
  }

  private void unlessEnded(Runnable task) {
    if (!ended) task.run();
  }

  /** The call goes on with what it knows now, or is refused as it stood. */
  void end(@Nullable Exception refusal) {
    if (ended) return;
    ended = true;
    if (timer != null) timer.run();
    if (work != null) work.run();
    if (refusal != null) exchange.setException(refusal);
    callback.done(false);
  }

  void end(Call now) {
    if (ended) return;
    exchange.getIn().setBody(now);
    end((Exception) null);
  }
}
