package dev.serai.config;

import dev.serai.keys.KnownPolicies;
import dev.serai.models.PolicyStore;
import org.springframework.stereotype.Component;

/** Asks the table, so that a policy made in the same transaction counts. */
@Component
final class StoredPolicies implements KnownPolicies {
  private final PolicyStore policies;

  StoredPolicies(PolicyStore policies) {
    this.policies = policies;
  }

  @Override
  public boolean exists(String organizationId, String name) {
    return policies.all().stream().anyMatch(row -> row.policy().name().equals(name));
  }
}
