package dev.serai.pipeline;

import dev.serai.call.Call;
import dev.serai.call.EndedCall;
import dev.serai.call.Refusal;
import dev.serai.http.Inbound;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import org.apache.camel.AsyncCallback;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.support.AsyncProcessorSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A place where a team's own YAML route takes part in a call: {@code direct:on-call}, {@code
 * direct:before-dispatch}, {@code direct:after-call}. Absent, it costs one field read. Present, it
 * runs on a virtual thread with an exchange of its own: the call's {@link Facts} as properties, the
 * request's headers less its credentials, no body. It refuses by throwing {@link Refusal} or by
 * setting the property {@code refuse} to a sentence; a route that fails refuses too.
 */
final class ExtensionPoint extends AsyncProcessorSupport implements EndedCall.Listener {
  private static final Logger log = LoggerFactory.getLogger(ExtensionPoint.class);
  private static final Executor THREADS = Executors.newVirtualThreadPerTaskExecutor();

  private final String uri;
  private volatile @Nullable ProducerTemplate route;

  ExtensionPoint(String uri) {
    this.uri = uri;
  }

  /** Looks whether a route of that name was loaded. */
  void attach(CamelContext context) {
    String full = uri.replace("direct:", "direct://");
    boolean present =
        context.getRoutes().stream()
            .anyMatch(known -> known.getEndpoint().getEndpointUri().equals(full));
    route = present ? context.createProducerTemplate() : null;
  }

  @Override
  public boolean process(Exchange exchange, AsyncCallback callback) {
    ProducerTemplate present = route;
    if (present == null) {
      callback.done(true);
      return true;
    }
    Call call = (Call) exchange.getIn().getBody();
    Map<String, Object> facts = Facts.of(call);
    Map<String, Object> headers = Facts.headers(call);
    Inbound inbound = exchange.getProperty(GatewayEngine.INBOUND, Inbound.class);
    THREADS.execute(
        () -> {
          Refusal refusal = refusal(call, send(present, facts, headers));
          inbound.onLoop(
              () -> {
                if (refusal != null) exchange.setException(refusal);
                callback.done(false);
              });
        });
    return false;
  }

  /** After the call: the route is told what it came to; nothing can be refused any more. */
  @Override
  public void ended(EndedCall ended) {
    ProducerTemplate present = route;
    if (present == null) return;
    Map<String, Object> facts = Facts.of(ended);
    Map<String, Object> headers = Facts.headers(ended.call());
    THREADS.execute(
        () -> {
          Exception failure = send(present, facts, headers).getException();
          if (failure != null) warn(ended.call(), failure);
        });
  }

  private Exchange send(
      ProducerTemplate present, Map<String, Object> facts, Map<String, Object> headers) {
    return present.send(
        uri,
        exchange -> {
          facts.forEach(exchange::setProperty);
          exchange.getIn().setHeaders(headers);
        });
  }

  private @Nullable Refusal refusal(Call call, Exchange answer) {
    for (Throwable cause = answer.getException(); cause != null; cause = cause.getCause())
      if (cause instanceof Refusal refusal) return refusal;
    if (answer.getException() != null) {
      warn(call, answer.getException());
      return new Refusal(
          Refusal.Reason.INTERNAL,
          "A check of this gateway failed ("
              + uri
              + "), so the call was not let through. Give the request id to its administrator.");
    }
    String sentence = answer.getProperty("refuse", String.class);
    return sentence == null || sentence.isEmpty() ? null : new Refusal(sentence);
  }

  private void warn(Call call, Exception failure) {
    log.atWarn()
        .addKeyValue("route", uri)
        .addKeyValue("request", call.id())
        .addKeyValue("error", failure.getClass().getSimpleName())
        .log("a team's route failed");
  }
}
