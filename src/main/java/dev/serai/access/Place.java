package dev.serai.access;

/**
 * Where something is in the tenant tree. Wider places leave the narrower parts empty.
 *
 * @param organization id
 * @param team id, empty = of no team
 * @param project id, empty = of no project
 */
public record Place(String organization, String team, String project) {
  public Place {
    if (organization.isEmpty()) throw new IllegalArgumentException("a place has an organization");
  }

  public static Place organization(String organization) {
    return new Place(organization, "", "");
  }

  public static Place team(String organization, String team) {
    return new Place(organization, team, "");
  }

  /** What a binding may be made at. */
  public enum Kind {
    ORGANIZATION,
    TEAM,
    PROJECT
  }
}
