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

  @Override
  public boolean process(Exchange exchange, AsyncCallback callback) {
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
    Inbound inbound = exchange.getProperty(GatewayEngine.INBOUND, Inbound.class);
    call.cancellation().onCancel(() -> inbound.onLoop(cancel));
    return false;
  }
}
