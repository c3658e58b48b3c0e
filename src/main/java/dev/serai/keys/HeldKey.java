package dev.serai.keys;

import dev.serai.access.Acting;
import dev.serai.access.Actor;
import dev.serai.access.Permission;
import dev.serai.access.Place;
import dev.serai.admin.Problem;
import java.util.Set;

/**
 * A key with what decides who may do what with it.
 *
 * @param owner id of the user whose personal project it is in, empty = it is in no such project, or
 *     nobody knows whose
 */
record HeldKey(VirtualKey key, Place place, String owner) {
  /** What everybody may do with what is their own. */
  private static final Set<Permission> OWN =
      Set.of(
          Permission.VIRTUAL_KEYS_VIEW,
          Permission.VIRTUAL_KEYS_ROTATE,
          Permission.VIRTUAL_KEYS_DELETE);

  /**
   * @return itself
   * @throws Problem 404 when the actor may not know of it; 403 when he may, but not do this
   */
  HeldKey permitted(Permission needed) {
    if (own() && OWN.contains(needed)) return this;
    boolean may = Acting.may(needed, place);
    boolean visible = own() || may || Acting.may(Permission.VIRTUAL_KEYS_VIEW, place);
    if (!visible || hidden()) throw Problem.notFound("key", key.id());
    if (!may) throw Problem.forbidden(needed);
    return this;
  }

  /** Whether it is a personal key of somebody else than the actor of this request. */
  boolean othersPersonal() {
    return key.personal() && Acting.actor().isPresent() && !own();
  }

  private boolean hidden() {
    return othersPersonal() && !Acting.may(Permission.VIRTUAL_KEYS_VIEW_OTHER_PERSONAL, place);
  }

  private boolean own() {
    return key.personal() && owner.equals(user());
  }

  /** Id of the user who acts; something that nobody is called by when it is none. */
  static String user() {
    return Acting.actor()
        .filter(actor -> actor.kind() == Actor.Kind.USER)
        .map(Actor::id)
        .orElse("-");
  }
}
