package dev.serai.models;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Which providers and models a key reaches, and in which order.
 *
 * @param preferred the policy of keys that name none; at most one
 * @param providers in the order they are tried
 * @param aliases own names (tiers such as {@code fast} are aliases too) to what they stand for:
 *     plain names or {@code provider/model}, tried in order
 * @param allow patterns on {@code model} or {@code provider/model}; empty = every model
 * @param deny like {@code allow}, wins over it, and does not mind upper or lower case
 * @param balance how it chooses among equals
 */
public record RoutingPolicy(
    String name,
    boolean preferred,
    List<String> providers,
    Map<String, List<String>> aliases,
    List<String> allow,
    List<String> deny,
    Balance balance) {
  /** One that tries all in the order in which they are listed. */
  public RoutingPolicy(
      String name,
      boolean preferred,
      List<String> providers,
      Map<String, List<String>> aliases,
      List<String> allow,
      List<String> deny) {
    this(name, preferred, providers, aliases, allow, deny, Balance.LISTED);
  }

  public RoutingPolicy {
    providers = List.copyOf(providers);
    Map<String, List<String>> copy = new LinkedHashMap<>();
    aliases.forEach((alias, names) -> copy.put(alias, List.copyOf(names)));
    aliases = Collections.unmodifiableMap(copy);
    allow = List.copyOf(allow);
    deny = List.copyOf(deny);
  }

  RoutingPolicy withPreferred(boolean now) {
    return new RoutingPolicy(name, now, providers, aliases, allow, deny, balance);
  }

  /** What holds where no policy is configured: every provider, every model. */
  static RoutingPolicy everything(List<String> providers) {
    return new RoutingPolicy("", true, providers, Map.of(), List.of(), List.of());
  }
}
