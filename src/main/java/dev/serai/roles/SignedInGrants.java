package dev.serai.roles;

import dev.serai.access.Grants;
import dev.serai.identity.GrantsOf;
import dev.serai.tenants.User;
import org.springframework.stereotype.Component;

/** What users who signed in may do, with each of their requests anew. */
@Component
final class SignedInGrants implements GrantsOf {
  private final RoleGrants grants;

  SignedInGrants(RoleGrants grants) {
    this.grants = grants;
  }

  @Override
  public Grants of(User user) {
    return grants.of(user.organizationId(), user.id(), user.teams(), user.realmRoles());
  }
}
