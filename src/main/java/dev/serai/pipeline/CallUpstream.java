package dev.serai.pipeline;

import dev.serai.call.Call;
import dev.serai.http.GatewaySettings;
import dev.serai.http.Inbound;
import dev.serai.http.Upstream;
import dev.serai.identity.IdentityTokens;
import java.util.HashMap;
import java.util.Map;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.support.AsyncProcessorSupport;

/**
 * The last step of a provider's route: sends the attempt over HTTP. Headers that the route has set
 * go along, and to a provider that asks for it in whose name the call is made.
 */
final class CallUpstream extends AsyncProcessorSupport {
  private final GatewaySettings settings;
  private final IdentityTokens identity;

  CallUpstream(GatewaySettings settings, IdentityTokens identity) {
    this.settings = settings;
    this.identity = identity;
  }

  /** A step of the route may have left the event loop; sockets belong to it. */
  @Override
  public boolean process(Exchange exchange, AsyncCallback callback) {
    Inbound inbound = exchange.getProperty(GatewayEngine.INBOUND, Inbound.class);
    inbound.toLoop(
        () -> {
          try {
            open(exchange, inbound, callback);
          } catch (RuntimeException e) {
            exchange.setException(e); // thrown out of here, nobody would hear of it
            callback.done(false);
          }
        });
    return false;
  }

  private void open(Exchange exchange, Inbound inbound, AsyncCallback callback) {
    Attempting attempt = exchange.getProperty(Attempting.PROPERTY, Attempting.class);
    Call call = attempt.call;
    Map<String, Object> headers =
        exchange.getIn().hasHeaders() ? exchange.getIn().getHeaders() : Map.of();
    if (attempt.candidate.provider().forwardIdentity()) headers = identified(headers, attempt);
    Runnable cancel =
        Upstream.open(
            call,
            attempt.candidate,
            attempt.afresh,
            attempt.mayTake,
            attempt.spanId,
            headers,
            settings,
            reply -> {
              attempt.reply = reply;
              callback.done(false);
            },
            failure -> {
              exchange.setException(failure);
              callback.done(false);
            });
    call.cancellation().onCancel(() -> inbound.onLoop(cancel));
  }

  /** In the place of what a route may have set: nobody else says who calls. */
  private Map<String, Object> identified(Map<String, Object> headers, Attempting attempt) {
    Map<String, Object> all = new HashMap<>();
    headers.forEach(
        (name, value) -> {
          if (!name.equalsIgnoreCase(IdentityTokens.HEADER)) all.put(name, value);
        });
    all.put(
        IdentityTokens.HEADER,
        identity.of(attempt.call.caller(), attempt.candidate.provider().name()));
    return all;
  }
}
