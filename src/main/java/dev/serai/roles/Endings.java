package dev.serai.roles;

import dev.serai.access.Actor;
import dev.serai.access.AuditTrail;
import dev.serai.access.AuditTrail.Entry;
import dev.serai.tenants.Archival;
import dev.serai.tenants.Departure;
import dev.serai.tenants.Dissolution;
import dev.serai.tenants.Tenants;
import dev.serai.tenants.User;
import dev.serai.tenants.Users;
import java.time.Instant;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/**
 * Takes roles away from who leaves, and from teams and in projects that are deleted, and ends the
 * API keys that a leaver made, each with its row in the audit log. Even the last admin may leave.
 */
@Component
final class Endings implements Departure, Dissolution, Archival {
  private final BindingStore bindings;
  private final ApiKeyStore keys;
  private final ObjectProvider<Users> users;
  private final ObjectProvider<Tenants> tenants;
  private final AuditTrail trail;

  Endings(
      BindingStore bindings,
      ApiKeyStore keys,
      ObjectProvider<Users> users,
      ObjectProvider<Tenants> tenants,
      AuditTrail trail) {
    this.bindings = bindings;
    this.keys = keys;
    this.users = users;
    this.tenants = tenants;
    this.trail = trail;
  }

  @Override
  public void left(String principalId, Instant at, long revision) {
    User user = users.getObject().of(principalId).orElseThrow();
    String organization = user.organizationId();
    Actor keycloak = Actor.keycloak(organization);
    for (ApiKey key : keys.madeBy(organization, principalId)) {
      keys.revoke(key.id(), at, revision);
      trail.append(
          Entry.of("api-key.revoke", "api-key", key.id())
              .change(key, key.revoked(at))
              .by(keycloak));
    }
    for (Binding binding : bindings.about(organization, principalId))
      trail.append(deleted(binding).by(keycloak));
  }

  @Override
  public void dissolved(String organization, String teamId) {
    for (Binding binding : bindings.about(organization, teamId)) trail.append(deleted(binding));
  }

  @Override
  public void archived(Kind kind, String id, long revision) {
    String organization = tenants.getObject().current().id();
    for (Binding binding : bindings.about(organization, id)) trail.append(deleted(binding));
  }

  private Entry deleted(Binding binding) {
    bindings.delete(binding.id());
    return Entry.of("role-binding.delete", "role-binding", binding.id()).change(binding, null);
  }
}
