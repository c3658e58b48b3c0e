package dev.serai.models;

import static dev.serai.call.Refusal.Reason.BAD_REQUEST;
import static dev.serai.call.Refusal.Reason.NO_PROVIDER;

import dev.serai.call.Call;
import dev.serai.call.Caller;
import dev.serai.call.Provider;
import dev.serai.call.Refusal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Step 2: which providers may serve the model that the client asks for, and under which name. Reads
 * a snapshot that is built anew when providers, policies or the catalogue change; any thread.
 */
public final class Models {
  private final Supplier<List<Provider>> providers;
  private final Supplier<List<RoutingPolicy>> policies;
  private final KnownModels known;
  private volatile Snapshot snapshot;

  /**
   * @param ofProviders the list they stand on, told apart by identity
   */
  private record Snapshot(
      List<Provider> ofProviders,
      List<RoutingPolicy> ofPolicies,
      Map<String, Routing> byPolicy,
      Routing preferred) {}

  /**
   * @param providers every provider in service; the same list until something changes
   * @param policies likewise
   */
  public Models(
      Supplier<List<Provider>> providers,
      Supplier<List<RoutingPolicy>> policies,
      KnownModels known) {
    this.providers = providers;
    this.policies = policies;
    this.known = known;
    this.snapshot = build(providers.get(), policies.get());
  }

  /**
   * @throws Refusal when the name is unknown, not allowed to this key, or served in another dialect
   */
  public Call resolve(Call call) {
    if (call.operation().local()) return call;
    String asked = call.asked().model();
    if (asked.isEmpty())
      throw new Refusal(BAD_REQUEST, "The request names no model: the field 'model' is missing.");
    return call.withTargets(routing(call.caller()).resolve(asked, call.operation().dialect()));
  }

  /**
   * How {@link #resolve} comes to its answer: the same code, which tells of each provider. For
   * people who ask, never on a call's way.
   */
  public RouteChoice explain(Call call) {
    try {
      return routing(call.caller()).explain(call.asked().model(), call.operation().dialect());
    } catch (Refusal refusal) {
      return new RouteChoice(call.caller().policy(), List.of(), List.of(), List.of(), refusal);
    }
  }

  /** Everything that the caller may ask for, in a stable order. */
  public List<VisibleModel> visible(Caller caller) {
    return routing(caller).visible();
  }

  /** Whether any provider in service may be used by the caller, for whatever model. */
  public boolean serves(Caller caller) {
    try {
      return routing(caller).serves();
    } catch (Refusal _) {
      return false;
    }
  }

  private Routing routing(Caller caller) {
    Snapshot now = current();
    if (caller.policy().isEmpty()) return now.preferred();
    Routing routing = now.byPolicy().get(caller.policy());
    if (routing == null)
      throw new Refusal(
          NO_PROVIDER,
          "Policy '" + caller.policy() + "' of this key does not exist. Ask your administrator.");
    return routing;
  }

  /** Builds the snapshot now rather than on the next request. */
  void refresh() {
    current();
  }

  private Snapshot current() {
    Snapshot now = snapshot;
    List<Provider> newProviders = providers.get();
    List<RoutingPolicy> newPolicies = policies.get();
    if (now.ofProviders() != newProviders || now.ofPolicies() != newPolicies)
      snapshot = now = build(newProviders, newPolicies);
    return now;
  }

  private Snapshot build(List<Provider> allProviders, List<RoutingPolicy> allPolicies) {
    List<Served> served = allProviders.stream().map(p -> Served.of(p, known)).toList();
    Map<String, Routing> byPolicy = new HashMap<>();
    Routing preferred = null;
    for (RoutingPolicy policy : allPolicies) {
      Routing routing = new Routing(policy, served);
      byPolicy.put(policy.name(), routing);
      if (policy.preferred()) preferred = routing;
    }
    if (preferred == null) preferred = withoutPolicy(allPolicies, served);
    return new Snapshot(allProviders, allPolicies, byPolicy, preferred);
  }

  /**
   * Without any policy all is open; with policies but no default, a key that names none gets none.
   */
  private static Routing withoutPolicy(List<RoutingPolicy> policies, List<Served> served) {
    List<String> names =
        policies.isEmpty() ? served.stream().map(Served::name).toList() : List.of();
    return new Routing(RoutingPolicy.everything(names), served);
  }
}
