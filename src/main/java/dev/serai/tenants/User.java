package dev.serai.tenants;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Somebody of an organization, as Keycloak last told.
 *
 * @param id of the principal
 * @param subject of Keycloak, empty for one who was named but never signed in
 * @param teams ids, in the order of the teams' names
 * @param personalProjectId empty until the first sign-in
 * @param notBefore tokens issued until then open nothing; null = never left
 */
public record User(
    String id,
    String organizationId,
    String name,
    String email,
    String subject,
    Status status,
    List<String> teams,
    Set<String> realmRoles,
    String personalProjectId,
    @Nullable Instant notBefore) {
  public User {
    teams = List.copyOf(teams);
    realmRoles = Set.copyOf(realmRoles);
  }

  /** Whether they are let in. */
  public enum Status {
    ACTIVE,
    /** Disabled or deleted in Keycloak: nothing works in their name. */
    LEFT;

    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }

    static Status of(String text) {
      return valueOf(text.toUpperCase(Locale.ROOT));
    }
  }
}
