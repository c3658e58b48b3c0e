package dev.serai.keys;

import dev.serai.access.Acting;
import dev.serai.access.Permission;
import dev.serai.access.Place;
import dev.serai.admin.Mutations;
import dev.serai.admin.Problem;
import dev.serai.tenants.Tenants;
import dev.serai.tenants.Tenants.Principal;
import java.util.Optional;
import org.springframework.http.HttpStatus;

/**
 * The service accounts that new keys act in the name of. An account is of the whole organization:
 * its limits, its usage and what it may do are shared by all of its keys.
 */
final class KeyAccounts {
  private final KeyStore store;
  private final Tenants tenants;
  private final Mutations mutations;

  KeyAccounts(KeyStore store, Tenants tenants, Mutations mutations) {
    this.store = store;
    this.tenants = tenants;
    this.mutations = mutations;
  }

  /**
   * Found or made, in the transaction of the key.
   *
   * @throws Problem 403 for one with keys that the actor may not make
   */
  Principal of(String organization, String name) {
    Optional<Principal> found = tenants.findPrincipal(organization, Principal.Kind.SERVICE, name);
    if (found.isPresent()) return usable(found.get());
    Principal made = tenants.principal(organization, Principal.Kind.SERVICE, name);
    mutations.created(
        "service-account.create", "service-account", made.id(), new Made(made.id(), name));
    return made;
  }

  /** As the API shows a service account. */
  private record Made(String id, String name) {}

  private Principal usable(Principal account) {
    if (Acting.may(Permission.USERS_MANAGE, Place.organization(account.organizationId()))
        || !store.hasKeysBeyond(account.id(), Acting.where(Permission.VIRTUAL_KEYS_CREATE)))
      return account;
    throw new Problem(
        HttpStatus.FORBIDDEN,
        "forbidden",
        "The service account "
            + account.name()
            + " has keys in projects where you may make none, so it takes the permission "
            + Permission.USERS_MANAGE.text()
            + ": name another one as principal.");
  }
}
