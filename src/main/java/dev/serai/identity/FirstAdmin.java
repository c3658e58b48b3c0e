package dev.serai.identity;

import dev.serai.access.BuiltInRole;
import dev.serai.admin.Mutations;
import dev.serai.database.Changes;
import dev.serai.roles.Admins;
import dev.serai.tenants.User;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Somebody has to be the first who may do everything: in an organization that never had an
 * administrator the user who signs in first. Where an address was named it is only the user with
 * that address, verified, and that whenever there is no administrator.
 */
final class FirstAdmin {
  private static final Logger log = LoggerFactory.getLogger(FirstAdmin.class);

  private final Admins admins;
  private final Changes changes;
  private final Mutations mutations;
  private final String email;

  /**
   * @param email of the only user who may become it, empty = whoever comes first
   */
  FirstAdmin(Admins admins, Changes changes, Mutations mutations, String email) {
    this.admins = admins;
    this.changes = changes;
    this.mutations = mutations;
    this.email = email.strip();
  }

  /** Inside a transaction: an administrator of the realm is one, too, and not forgotten. */
  void heard(User user) {
    String organization = user.organizationId();
    if (!Admins.ofRealm(user.realmRoles()) || admins.were(organization)) return;
    changes.bump();
    admins.remember(organization);
  }

  /**
   * Inside the transaction of the sign-in.
   *
   * @return whether the user was made the administrator; visible after {@link #visible}
   */
  boolean consider(User user, VerifiedToken token) {
    if (!wanted(user.organizationId(), token)) return false;
    long revision = changes.bump(); // from here on no other sign-in is in between
    if (!wanted(user.organizationId(), token)) return false;
    mutations.created(
        "role-binding.create",
        "role-binding",
        admins.make(user, revision),
        Map.of("user", user.id(), "role", BuiltInRole.ADMIN.text(), "place", "organization"));
    return true;
  }

  private boolean wanted(String organization, VerifiedToken token) {
    boolean may =
        email.isEmpty()
            ? !admins.were(organization)
            : token.emailVerified() && email.equalsIgnoreCase(token.email());
    return may && !admins.are(organization);
  }

  /** After the transaction: the very request that signed in may need it. */
  void visible() {
    try {
      changes.refreshNow();
    } catch (Changes.NotYetVisible _) {
      log.warn("the first administrator is stored, not yet visible");
    }
  }
}
