package dev.serai.models;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a routing policy may say, wherever it is written down. */
public final class PolicyRules {
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
