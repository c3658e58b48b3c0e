package dev.serai.models;

import dev.serai.call.Rank;
import dev.serai.call.Rank.Affinity;
import dev.serai.call.Rank.Order;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How a policy chooses among equals: the credentials of a provider, and providers that it lists as
 * such.
 *
 * @param equalProviders groups of those that the policy lists next to one another; any other
 *     provider is tried after the one before it
 * @param weights of such providers, 1 where nothing is said
 */
public record Balance(
    Order order,
    Affinity affinity,
    List<List<String>> equalProviders,
    Map<String, Integer> weights) {
  /** Nobody is anybody's equal. */
  public static final Balance LISTED =
      new Balance(Order.LISTED, Affinity.NONE, List.of(), Map.of());

  public Balance {
    if (order == Order.LISTED) affinity = Affinity.NONE;
    equalProviders = equalProviders.stream().map(List::copyOf).toList();
    weights = Collections.unmodifiableMap(new LinkedHashMap<>(weights));
  }

  /** In groups, in order. */
  List<List<String>> groups(List<String> providers) {
    return providers.stream().map(this::group).distinct().toList();
  }

  private List<String> group(String provider) {
    for (List<String> group : equalProviders) if (group.contains(provider)) return group;
    return List.of(provider);
  }

  Rank rank(int number, String provider) {
    return new Rank(number, weights.getOrDefault(provider, 1), order, affinity);
  }
}
