package dev.serai.models;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A routing policy as admins see it.
 *
 * @param preferred whether it is the one of keys for which nothing names one
 * @param providers in the order they are tried
 * @param aliases own names, tiers too, to what they stand for, tried in order
 * @param allowModels patterns on {@code model} or {@code provider/model}, empty = every model
 * @param denyModels likewise, wins over it
 * @param order among equals: {@code listed} (there are none), {@code weighted} or {@code latency}
 * @param affinity which calls keep to the equal that they had: {@code none}, {@code session}, or
 *     {@code key}
 * @param equalProviders groups of providers that are equals
 * @param weights of such providers, 1 where nothing is said
 * @param managedBy who may change it: {@code api}, {@code file} or {@code environment}
 */
@Schema(name = "RoutingPolicy")
record PolicyView(
    String name,
    @JsonProperty("default") boolean preferred,
    List<String> providers,
    Map<String, List<String>> aliases,
    List<String> allowModels,
    List<String> denyModels,
    @Schema(allowableValues = {"listed", "weighted", "latency"}) String order,
    @Schema(allowableValues = {"none", "session", "key"}) String affinity,
    List<List<String>> equalProviders,
    Map<String, Integer> weights,
    String managedBy) {
  PolicyView {
    providers = List.copyOf(providers);
    aliases = Collections.unmodifiableMap(new LinkedHashMap<>(aliases));
    allowModels = List.copyOf(allowModels);
    denyModels = List.copyOf(denyModels);
    equalProviders = List.copyOf(equalProviders);
    weights = Collections.unmodifiableMap(new LinkedHashMap<>(weights));
  }

  static PolicyView of(PolicyStore.Row row) {
    RoutingPolicy policy = row.policy();
    return new PolicyView(
        policy.name(),
        policy.preferred(),
        policy.providers(),
        policy.aliases(),
        policy.allow(),
        policy.deny(),
        policy.balance().order().word(),
        policy.balance().affinity().word(),
        policy.balance().equalProviders(),
        policy.balance().weights(),
        row.owner().word());
  }
}
