package dev.serai.config;

import dev.serai.call.Caller;
import dev.serai.keys.EligibleProviders;
import dev.serai.models.Models;
import dev.serai.tenants.TenantSnapshot;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** Asks the snapshot that calls are routed by. */
@Component
final class RoutedProviders implements EligibleProviders {
  private final ObjectProvider<Models> models;
  private final TenantSnapshot tenants;

  RoutedProviders(ObjectProvider<Models> models, TenantSnapshot tenants) {
    this.models = models;
    this.tenants = tenants;
  }

  @Override
  public boolean any(Caller caller) {
    return models.getObject().serves(inheriting(caller));
  }

  private Caller inheriting(Caller caller) {
    return new Caller(
        caller.organization(),
        caller.team(),
        caller.project(),
        caller.principal(),
        caller.personal(),
        caller.groups(),
        caller.key(),
        caller.keyName(),
        caller.session(),
        caller.personal()
            ? tenants.personalPolicyOf(caller.organization(), caller.principal(), caller.policy())
            : tenants.policyOf(caller.organization(), caller.team(), caller.policy()),
        caller.requestsPerMinute());
  }
}
