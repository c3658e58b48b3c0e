package dev.serai.access;

import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * All that somebody was granted in one organization. They add up, nothing takes away; what nobody
 * granted is denied, and so is everything in another organization.
 */
public record Grants(String organization, List<Grant> grants) {
  public Grants {
    grants = List.copyOf(grants);
  }

  public static Grants none(String organization) {
    return new Grants(organization, List.of());
  }

  /**
   * Where a permission holds: what a list may show.
   *
   * @param everywhere in the whole organization; the sets are empty then
   * @param teams ids; projects of these teams are meant too
   * @param projects ids
   */
  public record Where(boolean everywhere, Set<String> teams, Set<String> projects) {
    public Where {
      teams = Set.copyOf(teams);
      projects = Set.copyOf(projects);
    }

    public boolean nowhere() {
      return !everywhere && teams.isEmpty() && projects.isEmpty();
    }
  }

  public boolean allows(Permission permission, Place place) {
    if (!organization.equals(place.organization())) return false;
    for (Grant grant : grants) if (grant.holdsAt(place) && grant.has(permission)) return true;
    return false;
  }

  public Where where(Permission permission) {
    Set<String> teams = new HashSet<>();
    Set<String> projects = new HashSet<>();
    for (Grant grant : grants) {
      if (!grant.has(permission)) continue;
      switch (grant.kind()) {
        case ORGANIZATION -> {
          if (grant.id().equals(organization)) return new Where(true, Set.of(), Set.of());
        }
        case TEAM -> teams.add(grant.id());
        case PROJECT -> projects.add(grant.id());
      }
    }
    return new Where(false, teams, projects);
  }

  /** What may be done at that place, spelled out: nobody can grant more than this there. */
  public Set<Permission> at(Place place) {
    Set<Permission> all = EnumSet.noneOf(Permission.class);
    if (!organization.equals(place.organization())) return all;
    for (Grant grant : grants) if (grant.holdsAt(place)) all.addAll(grant.spelledOut());
    return all;
  }
}
