package dev.serai.pipeline;

import dev.serai.call.Call;
import dev.serai.dispatch.CredentialHealth;
import dev.serai.dispatch.DispatchSettings;
import dev.serai.dispatch.Places;
import dev.serai.dispatch.Ranking;
import dev.serai.dispatch.RetryBudget;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.AsyncCallback;
import org.apache.camel.AsyncProcessor;
import org.apache.camel.AsyncProducer;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.ProcessDefinition;
import org.apache.camel.model.RemoveHeaderDefinition;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.SetHeaderDefinition;
import org.apache.camel.support.AsyncProcessorSupport;
import org.jspecify.annotations.Nullable;

/**
 * Step 5: tries the candidates one after the other, each through {@code direct:provider-<type>},
 * until one has content for the client.
 */
final class Dispatch extends AsyncProcessorSupport {
  final CredentialHealth health;
  final Places places;
  final Ranking ranking;
  final RetryBudget budget;
  final DispatchSettings settings;
  final Clock clock;
  private final AsyncProcessor local;
  private final Map<String, ProviderRoute> routes = new ConcurrentHashMap<>();

  /**
   * @param plain cannot block: only sets headers and calls. Any other runs on a virtual thread
   */
  record ProviderRoute(AsyncProcessor processor, boolean plain) {}

  /**
   * @param local answers the operations that need no provider
   */
  Dispatch(
      CredentialHealth health,
      Places places,
      Ranking ranking,
      DispatchSettings settings,
      Clock clock,
      AsyncProcessor local) {
    this.health = health;
    this.places = places;
    this.ranking = ranking;
    this.budget = new RetryBudget(settings, System::nanoTime);
    this.settings = settings;
    this.clock = clock;
    this.local = local;
  }

  @Override
  public boolean process(Exchange exchange, AsyncCallback callback) {
    Call call = (Call) exchange.getIn().getBody();
    if (call.operation().local()) return local.process(exchange, callback);
    new Dispatching(this, exchange, call, callback).next();
    return false;
  }

  /** The provider type's route; null when no file defines one. */
  @Nullable ProviderRoute route(CamelContext context, String type) {
    ProviderRoute known = routes.get(type);
    if (known != null) return known;
    String uri = "direct:provider-" + type;
    if (context.getRoute("provider-" + type) == null) return null;
    try {
      Endpoint endpoint = context.getEndpoint(uri);
      AsyncProducer producer = endpoint.createAsyncProducer();
      producer.start();
      ProviderRoute route = new ProviderRoute(producer, plain(context, "provider-" + type));
      routes.put(type, route); // as many as there are route files
      return route;
    } catch (Exception e) {
      throw new IllegalStateException(
          "the route of provider type '" + type + "' cannot be called", e);
    }
  }

  private static boolean plain(CamelContext context, String id) {
    RouteDefinition route = ((ModelCamelContext) context).getRouteDefinition(id);
    return route != null
        && route.getOutputs().stream()
            .allMatch(
                step ->
                    step instanceof ProcessDefinition
                        || step instanceof SetHeaderDefinition
                        || step instanceof RemoveHeaderDefinition);
  }
}
