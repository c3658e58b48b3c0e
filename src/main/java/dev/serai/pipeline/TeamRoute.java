package dev.serai.pipeline;

import dev.serai.call.Call;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A route of a team under a name that the gateway calls, if a file defines it. */
final class TeamRoute {
  private static final Logger log = LoggerFactory.getLogger(TeamRoute.class);

  private final String uri;
  private volatile @Nullable ProducerTemplate producer;

  TeamRoute(String uri) {
    this.uri = uri;
  }

  String uri() {
    return uri;
  }

  /** Looks whether a route of that name was loaded. */
  void attach(CamelContext context) {
    String full = uri.replace("direct:", "direct://");
    boolean defined =
        context.getRoutes().stream()
            .anyMatch(known -> known.getEndpoint().getEndpointUri().equals(full));
    producer = defined ? context.createProducerTemplate() : null;
  }

  boolean present() {
    return producer != null;
  }

  /** Runs the route on this thread; what it throws is the answer's exception. */
  Exchange send(Map<String, Object> facts, Map<String, Object> headers) {
    ProducerTemplate present = producer;
    if (present == null) throw new IllegalStateException(uri + " is not there");
    return present.send(
        uri,
        exchange -> {
          facts.forEach(exchange::setProperty);
          exchange.getIn().setHeaders(headers);
        });
  }

  void warn(Call call, Exception failure) {
    log.atWarn()
        .addKeyValue("route", uri)
        .addKeyValue("request", call.id())
        .addKeyValue("error", failure.getClass().getSimpleName())
        .log("a team's route failed");
  }
}
