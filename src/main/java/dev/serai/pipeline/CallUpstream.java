package dev.serai.pipeline;

import dev.serai.call.Call;
import dev.serai.http.GatewaySettings;
import dev.serai.http.Inbound;
import dev.serai.http.Upstream;
import java.util.Map;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.support.AsyncProcessorSupport;

/**
 * The last step of a provider's route: sends the attempt over HTTP. Headers that the route has set
 * go along.
 */
final class CallUpstream extends AsyncProcessorSupport {
  private final GatewaySettings settings;

  CallUpstream(GatewaySettings settings) {
    this.settings = settings;
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
    Runnable cancel =
        Upstream.open(
            call,
            attempt.candidate,
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
}
