package dev.serai.pipeline;

import dev.serai.call.Call;
import dev.serai.call.EndedCall;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeoutException;
import org.apache.camel.CamelContext;

/**
 * Tells a team's route {@code direct:after-call} what a call came to, on a virtual thread; nothing
 * can be refused any more. Absent, it costs one field read.
 */
final class AfterCall implements EndedCall.Listener {
  private static final Executor THREADS = Executors.newVirtualThreadPerTaskExecutor();

  /** Calls that a slow route may lag behind; further ones are not told. */
  private static final int MOST_WAITING = 10_000;

  private final TeamRoute route = new TeamRoute("direct:after-call");
  private final Semaphore waiting = new Semaphore(MOST_WAITING);

  void attach(CamelContext context) {
    route.attach(context);
  }

  @Override
  public void ended(EndedCall ended) {
    if (!route.present()) return;
    if (!waiting.tryAcquire()) {
      route.warn(ended.call(), new TimeoutException());
      return;
    }
    Map<String, Object> facts = Facts.of(ended);
    Map<String, Object> headers = Facts.headers(ended.call());
    THREADS.execute(() -> tell(ended.call(), facts, headers));
  }

  private void tell(Call call, Map<String, Object> facts, Map<String, Object> headers) {
    try {
      Exception failure = route.send(facts, headers).getException();
      if (failure != null) route.warn(call, failure);
    } catch (RuntimeException e) {
      route.warn(call, e);
    } finally {
      waiting.release();
    }
  }
}
