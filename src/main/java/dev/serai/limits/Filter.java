package dev.serai.limits;

import dev.serai.call.Candidate;
import dev.serai.providers.ModelPatterns;
import java.util.List;

/**
 * Which of the ways to serve a call a limit is about.
 *
 * @param provider name of a provider, empty = any
 * @param models patterns with {@code *} for the model's name at the provider, empty = any
 */
public record Filter(String provider, List<String> models, ModelPatterns patterns) {
  public static final Filter NONE = of("", List.of());

  public static Filter of(String provider, List<String> models) {
    return new Filter(provider, List.copyOf(models), ModelPatterns.of(models));
  }

  public boolean none() {
    return provider.isEmpty() && models.isEmpty();
  }

  public boolean matches(Candidate candidate) {
    return none() || matches(candidate.provider().name(), candidate.model());
  }

  /** By the provider's name, and the model's name there. */
  public boolean matches(String ofProvider, String model) {
    return (provider.isEmpty() || provider.equals(ofProvider))
        && (models.isEmpty() || patterns.matches(model));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Filter f && provider.equals(f.provider) && models.equals(f.models);
  }

  @Override
  public int hashCode() {
    return 31 * provider.hashCode() + models.hashCode();
  }
}
