package dev.serai.tenants;

import dev.serai.access.Acting;
import dev.serai.access.Permission;
import dev.serai.access.Place;

/**
 * A project with what decides who may see it.
 *
 * @param owner id of the user whose personal project it is, empty for none
 */
public record HeldProject(
    String organization, String id, String team, boolean personal, String owner) {
  public Place place() {
    return new Place(organization, team, id);
  }

  /** Whether it is the actor's own. */
  boolean own() {
    return !owner.isEmpty() && owner.equals(TenantRules.me());
  }

  /** Whether it is a personal project of somebody else than the actor of this request. */
  public boolean othersPersonal() {
    return personal && Acting.actor().isPresent() && !own();
  }

  /** Whether it is one of those that only few may see, and the actor is none of them. */
  boolean hidden() {
    return othersPersonal() && !Acting.may(Permission.VIRTUAL_KEYS_VIEW_OTHER_PERSONAL, place());
  }

  /** Whether the actor of this request may know of it. */
  public boolean visible() {
    return own() || !hidden() && Acting.may(Permission.PROJECTS_VIEW, place());
  }
}
