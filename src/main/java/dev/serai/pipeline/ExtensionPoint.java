package dev.serai.pipeline;

import dev.serai.call.Call;
import dev.serai.call.Refusal;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeoutException;
import org.apache.camel.AsyncCallback;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.support.AsyncProcessorSupport;
import org.jspecify.annotations.Nullable;

/**
 * A place where a team's own YAML route takes part in a call: {@code direct:on-call}, {@code
 * direct:before-dispatch}. Absent, it costs one field read. Present, it runs on a virtual thread
 * with an exchange of its own: the call's {@link Facts} as properties, the request's headers less
 * its credentials, no body. It refuses by throwing {@link Refusal} or by setting the property
 * {@code refuse} to a sentence; a route that fails refuses too.
 */
final class ExtensionPoint extends AsyncProcessorSupport {
  private static final ExecutorService THREADS = Executors.newVirtualThreadPerTaskExecutor();

  private final Duration timeout;
  private final TeamRoute route;

  ExtensionPoint(String uri, Duration timeout) {
    this.route = new TeamRoute(uri);
    this.timeout = timeout;
  }

  void attach(CamelContext context) {
    route.attach(context);
  }

  @Override
  public boolean process(Exchange exchange, AsyncCallback callback) {
    if (!route.present()) {
      callback.done(true);
      return true;
    }
    Call call = (Call) exchange.getIn().getBody();
    Map<String, Object> facts = Facts.of(call);
    Map<String, Object> headers = Facts.headers(call);
    Waiting waiting = Waiting.begin(exchange, callback, timeout, late -> late.end(tooSlow(call)));
    Future<?> asking =
        THREADS.submit(
            () -> {
              Refusal refusal = ask(call, facts, headers);
              waiting.onLoop(() -> waiting.end(refusal));
            });
    waiting.works(() -> asking.cancel(true));
    return false;
  }

  private @Nullable Refusal ask(Call call, Map<String, Object> facts, Map<String, Object> headers) {
    try {
      return refusal(call, route.send(facts, headers));
    } catch (RuntimeException e) {
      return failed(call, e);
    }
  }

  private @Nullable Refusal refusal(Call call, Exchange answer) {
    for (Throwable cause = answer.getException(); cause != null; cause = cause.getCause())
      if (cause instanceof Refusal refusal) return refusal;
    if (answer.getException() != null) return failed(call, answer.getException());
    String sentence = answer.getProperty("refuse", String.class);
    return sentence == null || sentence.isEmpty() ? null : new Refusal(sentence);
  }

  private Refusal failed(Call call, Exception failure) {
    route.warn(call, failure);
    return new Refusal(
        Refusal.Reason.INTERNAL,
        "A check of this gateway failed ("
            + route.uri()
            + "), so the call was not let through. Give the request id to its administrator.");
  }

  private Refusal tooSlow(Call call) {
    return failed(call, new TimeoutException());
  }
}
