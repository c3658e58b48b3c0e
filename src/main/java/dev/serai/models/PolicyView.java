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
    String managedBy) {
  PolicyView {
    providers = List.copyOf(providers);
    aliases = Collections.unmodifiableMap(new LinkedHashMap<>(aliases));
    allowModels = List.copyOf(allowModels);
    denyModels = List.copyOf(denyModels);
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
        row.owner().word());
  }
}
