package dev.serai.models;

import dev.serai.call.Rank;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What a routing policy may say, wherever it is written down. */
public final class PolicyRules {
  public static final String WEIGHT = "a whole number, 1 to " + Rank.WEIGHT_MAX;

  private static final String EQUALS = "equalProviders";

  private PolicyRules() {}

  /** What is wrong with a provider that a policy lists. */
  public enum Flaw {
    UNKNOWN,
    TWICE
  }

  /**
   * @param before those that the policy lists before it
   * @param known all that may be listed
   */
  public static Optional<Flaw> provider(
      String name, Collection<String> before, Collection<String> known) {
    if (!known.contains(name)) return Optional.of(Flaw.UNKNOWN);
    return before.contains(name) ? Optional.of(Flaw.TWICE) : Optional.empty();
  }

  /**
   * What cannot be chosen by.
   *
   * @param field as the API calls it
   */
  public record Wrong(String field, String what, String expected) {}

  public static List<Wrong> balance(List<String> providers, Balance balance) {
    List<Wrong> wrong = new ArrayList<>();
    Set<String> equals = new HashSet<>();
    for (List<String> group : balance.equalProviders()) {
      String shown = "'" + String.join("', '", group) + "'";
      if (group.size() < 2)
        wrong.add(new Wrong(EQUALS, shown + " has no equal", "two or more in each group"));
      else if (Collections.indexOfSubList(providers, group) < 0)
        wrong.add(new Wrong(EQUALS, shown, "those of 'providers' that stand side by side there"));
      for (String name : group)
        if (!equals.add(name))
          wrong.add(new Wrong(EQUALS, "'" + name + "' stands here twice", "each provider once"));
    }
    if (!equals.isEmpty() && balance.order() == Rank.Order.LISTED)
      wrong.add(
          new Wrong(
              "order",
              "nothing says how to choose among equal providers",
              "weighted or latency, where providers are equals"));
    balance
        .weights()
        .forEach(
            (name, weight) -> {
              if (!equals.contains(name))
                wrong.add(
                    new Wrong("weights", "'" + name + "'", "providers that have equals here"));
              else if (weight < 1 || weight > Rank.WEIGHT_MAX)
                wrong.add(new Wrong("weights", "'" + weight + "'", WEIGHT));
            });
    return wrong;
  }

  /** An alias that leads to another, and that one on: longer than is followed. */
  public record Chain(String alias, String next, String further) {
    public static final String EXPECTED = "at most one alias behind an alias";

    public String text() {
      return "'%s' leads to '%s', which leads on to '%s'".formatted(alias, next, further);
    }
  }

  public static List<Chain> chains(String alias, Map<String, List<String>> aliases) {
    return aliases.getOrDefault(alias, List.of()).stream()
        .filter(next -> !next.equals(alias))
        .flatMap(
            next ->
                aliases.getOrDefault(next, List.of()).stream()
                    .filter(further -> !further.equals(next) && aliases.containsKey(further))
                    .map(further -> new Chain(alias, next, further)))
        .toList();
  }
}
