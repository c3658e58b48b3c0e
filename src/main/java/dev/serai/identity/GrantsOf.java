package dev.serai.identity;

import dev.serai.access.Grants;
import dev.serai.tenants.User;

/** What a user was granted. A bean of this type takes the place of the usual one. */
@FunctionalInterface
public interface GrantsOf {
  Grants of(User user);
}
