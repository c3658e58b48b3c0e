package dev.serai.access;

import java.util.EnumSet;
import java.util.Set;

/**
 * Permissions that hold at one place of an organization and everywhere within it.
 *
 * @param id of the organization, team or project
 */
public record Grant(Place.Kind kind, String id, Set<Permission> permissions) {
  public Grant {
    permissions = Set.copyOf(permissions);
    if (id.isEmpty()) throw new IllegalArgumentException("a grant names its place");
  }

  /** At the whole organization. */
  public static Grant everywhere(String organization, Set<Permission> permissions) {
    return new Grant(Place.Kind.ORGANIZATION, organization, permissions);
  }

  boolean holdsAt(Place place) {
    return switch (kind) {
      case ORGANIZATION -> id.equals(place.organization());
      case TEAM -> id.equals(place.team());
      case PROJECT -> id.equals(place.project());
    };
  }

  boolean has(Permission wanted) {
    for (Permission permission : permissions) if (permission.implies(wanted)) return true;
    return false;
  }

  /** With everything that the permissions stand for. */
  Set<Permission> spelledOut() {
    Set<Permission> all = EnumSet.noneOf(Permission.class);
    for (Permission permission : Permission.values()) if (has(permission)) all.add(permission);
    return all;
  }
}
