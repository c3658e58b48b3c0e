package dev.serai.access;

import java.util.List;
import java.util.Locale;

/**
 * Who makes a request of the admin port, or changes something without one.
 *
 * @param id of the principal or of the API key; the name for what has none
 * @param name for people to read
 * @param session of Keycloak that a user signed in with, empty for the others
 */
public record Actor(Kind kind, String id, String name, String session, Grants grants) {
  /** What stands behind it. */
  public enum Kind {
    /** Somebody who signed in. */
    USER,
    /** A program with a key for the admin port. */
    API_KEY,
    /** The admin token: whoever runs the gateway. */
    BREAK_GLASS,
    /** The gateway itself: settings that are applied, Keycloak's news. */
    SYSTEM;

    public String text() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /** Id of the organization that everything it does is in. */
  public String organization() {
    return grants.organization();
  }

  /** The gateway itself, which may do everything in that organization. */
  public static Actor system(String organization) {
    return new Actor(
        Kind.SYSTEM,
        "system",
        "system",
        "",
        new Grants(
            organization,
            List.of(Grant.everywhere(organization, BuiltInRole.ADMIN.permissions()))));
  }

  /** Keycloak, of whose news something is the consequence. */
  public static Actor keycloak(String organization) {
    return new Actor(Kind.SYSTEM, "keycloak", "keycloak", "", Grants.none(organization));
  }

  public boolean may(Permission permission, Place place) {
    return grants.allows(permission, place);
  }
}
