package dev.serai.pipeline;

import dev.serai.admin.ReadinessCheck;
import dev.serai.call.Call;
import dev.serai.call.Candidate;
import dev.serai.call.Cost;
import dev.serai.call.Dialect;
import dev.serai.call.EndedCall;
import dev.serai.call.LocalReply;
import dev.serai.call.Usage;
import dev.serai.credentials.CredentialStates;
import dev.serai.credentials.Credentials;
import dev.serai.dialects.ModelLists;
import dev.serai.dispatch.CredentialHealth;
import dev.serai.dispatch.DispatchSettings;
import dev.serai.dispatch.Places;
import dev.serai.dispatch.Ranking;
import dev.serai.http.GatewayServer;
import dev.serai.http.GatewaySettings;
import dev.serai.http.ReplyWriter;
import dev.serai.http.TlsSettings;
import dev.serai.http.UpstreamSettings;
import dev.serai.identity.IdentityTokens;
import dev.serai.identity.Sessions;
import dev.serai.keys.Keys;
import dev.serai.limits.LimitRequests;
import dev.serai.limits.Limits;
import dev.serai.limits.ManagedLimits;
import dev.serai.models.Models;
import dev.serai.prices.PriceContext;
import dev.serai.prices.Prices;
import dev.serai.providers.ProviderTypes;
import dev.serai.secrets.Pepper;
import dev.serai.trace.Gauges;
import dev.serai.usage.RoomForRecords;
import dev.serai.usage.SessionUsage;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.camel.CamelContext;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Gives the processors the names that {@code routes/gateway.camel.yaml} uses. */
@Configuration(proxyBeanMethods = false)
class PipelineConfiguration {
  @Bean
  ActiveCalls activeCalls(Gauges gauges) {
    ActiveCalls active = new ActiveCalls();
    gauges.activeStreams(active::streams);
    return active;
  }

  /** The name under which Camel looks for what serves {@code platform-http:}. */
  @Bean("platform-http-engine")
  GatewayEngine engine(
      ReplyWriter.Pricing pricing, ActiveCalls active, ReadCall readCall, Keys keys) {
    return new GatewayEngine(pricing, active, head -> readCall.unlessKnown(head, keys));
  }

  /**
   * By the name that was asked for; the reply's own name helps where that one says nothing, as with
   * an Azure deployment.
   */
  @Bean
  ReplyWriter.Pricing pricing(Prices prices) {
    return (call, candidate, served, usage) -> {
      Cost cost = price(prices, call, candidate, candidate.model(), usage);
      return cost.known() || served.isEmpty()
          ? cost
          : price(prices, call, candidate, served, usage);
    };
  }

  private static Cost price(
      Prices prices, Call call, Candidate candidate, String model, Usage usage) {
    Instant at = Instant.ofEpochMilli(call.startedAt() / 1000);
    return prices.cost(
        candidate.provider().prices(),
        model,
        usage,
        PriceContext.of(at, call.asked().serviceTier(), call.asked().speed()));
  }

  @Bean
  ReadCall readCall(Pepper pepper, RoomForRecords room) {
    return new ReadCall(pepper, room);
  }

  @Bean
  SettleAndTrace settleAndTrace(ObjectProvider<EndedCall.Listener> listeners) {
    return new SettleAndTrace(listeners.orderedStream().toList());
  }

  @Bean
  AuthenticateKey authenticateKey(Keys keys, Sessions sessions, ActiveCalls active) {
    return new AuthenticateKey(keys, sessions, active);
  }

  @Bean
  Step resolveModel(Models models) {
    return new Step(models::resolve);
  }

  @Bean
  Step filterCredentials(Credentials credentials, Ranking ranking) {
    return new Step(call -> ranking.order(credentials.filter(call)));
  }

  @Bean
  Ranking ranking(Places places) {
    return new Ranking(
        System::nanoTime, () -> ThreadLocalRandom.current().nextLong(), places::full);
  }

  @Bean
  EnforceLimits enforceLimits(Limits limits) {
    return new EnforceLimits(limits::enforce, limits::decide);
  }

  @Bean
  ExtensionPoint onCall(PipelineSettings pipeline) {
    return new ExtensionPoint("direct:on-call", pipeline.extensionTimeout());
  }

  @Bean
  ExtensionPoint beforeDispatch(PipelineSettings pipeline) {
    return new ExtensionPoint("direct:before-dispatch", pipeline.extensionTimeout());
  }

  @Bean
  AfterCall afterCall() {
    return new AfterCall();
  }

  @Bean
  CredentialHealth credentialHealth(DispatchSettings settings, Clock clock, Gauges gauges) {
    CredentialHealth health = new CredentialHealth(settings, clock);
    health.onBreaker(gauges::breaker);
    return health;
  }

  @Bean
  Places places(Gauges gauges) {
    Places places = new Places();
    places.onUse(gauges::credential);
    return places;
  }

  @Bean
  CredentialStates credentialStates(CredentialHealth health) {
    return health::states;
  }

  @Bean
  LocalCalls localCalls(
      Models models,
      Limits limits,
      ManagedLimits managed,
      SessionUsage sessions,
      LimitRequests requests) {
    BudgetRequests written = new BudgetRequests(requests);
    return new LocalCalls(
        call -> modelList(models, call),
        managed::of,
        limits::current,
        sessions::lately,
        written,
        written::of);
  }

  @Bean
  Dispatch dispatch(
      CredentialHealth health,
      Places places,
      Ranking ranking,
      DispatchSettings settings,
      Clock clock,
      LocalCalls local) {
    return new Dispatch(health, places, ranking, settings, clock, local);
  }

  private static LocalReply modelList(Models models, Call call) {
    List<ModelLists.Model> visible =
        models.visible(call.caller()).stream()
            .map(model -> new ModelLists.Model(model.id(), model.ownedBy()))
            .toList();
    Dialect dialect = call.dialect();
    return call.asked().model().isEmpty()
        ? ModelLists.all(dialect, visible)
        : ModelLists.find(dialect, visible, call.asked().model());
  }

  @Bean
  CallUpstream callUpstream(GatewaySettings settings, IdentityTokens identity) {
    return new CallUpstream(settings, identity);
  }

  @Bean
  Echo echo() {
    return new Echo();
  }

  @Bean
  Preparation preparation(
      CamelContext context,
      PipelineSettings pipeline,
      ProviderTypes types,
      List<ExtensionPoint> extensionPoints,
      AfterCall afterCall) {
    return new Preparation(
        context, new RouteFiles(Path.of(pipeline.routes()), types), extensionPoints, afterCall);
  }

  @Bean
  Gateway gateway(
      GatewaySettings settings,
      TlsSettings tls,
      UpstreamSettings upstream,
      GatewayEngine engine,
      ActiveCalls active,
      Keys keys,
      Sessions sessions,
      Gauges gauges,
      ObjectProvider<ReadinessCheck> checks) {
    Gateway gateway =
        new Gateway(
            settings,
            tls,
            upstream,
            engine,
            active,
            () -> checks.stream().allMatch(ReadinessCheck::ready));
    gauges.requestBodies(gateway::heldBodies);
    gauges.buffers(GatewayServer::pooledInUse);
    gauges.connections(gateway::connections, gateway::refusedConnections);
    if (tls.on()) gauges.certificateEnds(gateway::certificateEnds);
    keys.onRevoked(gateway::cutKey);
    sessions.onEnded(gateway::cutSession);
    return gateway;
  }

  /** The admin port's word on readiness includes the gateway port's. */
  @Bean
  ReadinessCheck gatewayOpen(ObjectProvider<Gateway> gateway) {
    return new ReadinessCheck() {
      @Override
      public String name() {
        return "gateway";
      }

      @Override
      public boolean ready() {
        return gateway.getObject().isOpen();
      }
    };
  }
}
