package dev.serai.models;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.serai.admin.Problem;
import dev.serai.call.Rank.Affinity;
import dev.serai.call.Rank.Order;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What is said of a routing policy; left out = as it was, or as usual for a new one.
 *
 * @param name of a new one; fixed afterwards
 * @param preferred true takes it from the policy that is the default now
 * @param providers in the order they are tried; a new policy needs them
 * @param aliases own names to a list of models or {@code provider/model}, tried in order
 * @param order among equals: {@code listed}, {@code weighted} or {@code latency}
 * @param affinity which calls keep to the equal that they had; as usual for the order where that
 *     changes
 * @param equalProviders groups of providers that are equals; they stand side by side in {@code
 *     providers}
 * @param weights of such providers, 1 to 1000
 */
@Schema(name = "RoutingPolicyFields")
record PolicyFields(
    @Nullable String name,
    @JsonProperty("default") @Nullable Boolean preferred,
    @Nullable List<String> providers,
    @Nullable Map<String, List<String>> aliases,
    @Nullable List<String> allowModels,
    @Nullable List<String> denyModels,
    @Schema(allowableValues = {"listed", "weighted", "latency"}) @Nullable String order,
    @Schema(allowableValues = {"none", "session", "key"}) @Nullable String affinity,
    @Nullable List<List<String>> equalProviders,
    @Nullable Map<String, Integer> weights) {
  private static final int MOST = 1000;
  private static final int LONGEST = 256;

  PolicyFields {
    texts("providers", providers);
    texts("allowModels", allowModels);
    texts("denyModels", denyModels);
    if (aliases != null) {
      texts("aliases", aliases.keySet());
      aliases.forEach(
          (alias, names) -> {
            if (Objects.isNull(names) || names.isEmpty())
              throw Problem.invalid(
                  "aliases." + alias, "a list of models or provider/model, tried in order");
            texts("aliases." + alias, names);
          });
    }
    if (order != null && Order.of(order).isEmpty())
      throw Problem.invalid("order", "listed, weighted or latency");
    if (affinity != null && Affinity.of(affinity).isEmpty())
      throw Problem.invalid("affinity", "none, session or key");
    if (equalProviders != null) {
      if (equalProviders.stream().anyMatch(Objects::isNull))
        throw Problem.invalid("equalProviders", "lists of providers");
      equalProviders.forEach(group -> texts("equalProviders", group));
    }
    if (weights != null) {
      texts("weights", weights.keySet());
      if (weights.values().stream().anyMatch(Objects::isNull))
        throw Problem.invalid("weights", PolicyRules.WEIGHT);
    }
  }

  private static void texts(String field, @Nullable Collection<String> texts) {
    if (texts == null) return;
    if (texts.size() > MOST
        || texts.stream().anyMatch(t -> Objects.isNull(t) || t.isBlank() || t.length() > LONGEST))
      throw Problem.invalid(
          field, "at most %d texts of 1 to %d characters".formatted(MOST, LONGEST));
  }

  RoutingPolicy on(RoutingPolicy before) {
    return new RoutingPolicy(
        before.name(),
        Objects.requireNonNullElse(preferred, before.preferred()),
        Objects.requireNonNullElse(providers, before.providers()),
        Objects.requireNonNullElse(aliases, before.aliases()),
        Objects.requireNonNullElse(allowModels, before.allow()),
        Objects.requireNonNullElse(denyModels, before.deny()),
        balance(before.balance()));
  }

  private Balance balance(Balance before) {
    Order now = order == null ? before.order() : Order.of(order).orElseThrow();
    Affinity usual = now == before.order() ? before.affinity() : now.affinity();
    return new Balance(
        now,
        affinity == null ? usual : Affinity.of(affinity).orElseThrow(),
        Objects.requireNonNullElse(equalProviders, before.equalProviders()),
        Objects.requireNonNullElse(weights, before.weights()));
  }
}
