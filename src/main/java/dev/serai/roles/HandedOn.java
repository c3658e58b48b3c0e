package dev.serai.roles;

import dev.serai.access.Acting;
import dev.serai.access.Permission;
import dev.serai.access.Place;
import dev.serai.admin.Problem;
import java.util.Collection;
import java.util.EnumSet;
import java.util.Set;
import org.springframework.http.HttpStatus;

/** Nobody hands on more than he has: what is granted at a place, the actor has to hold there. */
final class HandedOn {
  private HandedOn() {}

  /**
   * @throws Problem 403 that names what the actor lacks there
   */
  static void check(Collection<Permission> permissions, Place place) {
    Set<Permission> lacking = EnumSet.noneOf(Permission.class);
    for (Permission permission : permissions) if (!held(permission, place)) lacking.add(permission);
    if (lacking.isEmpty()) return;
    throw new Problem(
        HttpStatus.FORBIDDEN,
        "more_than_held",
        "Nobody can grant more than he holds himself at that place; you lack "
            + String.join(", ", PermissionList.texts(lacking))
            + ".");
  }

  private static boolean held(Permission permission, Place place) {
    return Acting.actor()
        .map(actor -> actor.grants().at(place).contains(permission))
        .orElse(true); // the gateway itself
  }
}
