package dev.serai.models;

import dev.serai.providers.ProviderUse;
import java.util.List;
import org.springframework.stereotype.Component;

/** The policies that would lose a provider. */
@Component
final class ListingPolicies implements ProviderUse {
  private final PolicyStore store;

  ListingPolicies(PolicyStore store) {
    this.store = store;
  }

  @Override
  public List<String> policies(String provider) {
    return store.all().stream()
        .map(PolicyStore.Row::policy)
        .filter(policy -> policy.providers().contains(provider))
        .map(RoutingPolicy::name)
        .toList();
  }
}
