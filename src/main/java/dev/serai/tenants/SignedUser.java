package dev.serai.tenants;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What Keycloak says of a user, in a token or when it is asked.
 *
 * @param username preferred name; empty = the subject is taken for it
 * @param organization name, empty = the installation's
 * @param groups full paths, such as {@code /platform/sre}
 * @param realmRoles those that are ours are kept: a token names no others, Keycloak does when asked
 * @param issuedAt when it was said
 */
public record SignedUser(
    String subject,
    String username,
    String email,
    String organization,
    List<String> groups,
    Set<String> realmRoles,
    Instant issuedAt) {
  private static final String OURS = "serai-";

  public SignedUser {
    if (subject.isBlank()) throw new IllegalArgumentException("a user has a subject");
    username = username.isBlank() ? subject : username.strip();
    groups =
        groups.stream()
            .filter(path -> path.length() > 1)
            .map(path -> path.startsWith("/") ? path : "/" + path)
            .distinct()
            .toList();
    realmRoles =
        realmRoles.stream()
            .filter(role -> role.startsWith(OURS))
            .collect(Collectors.toUnmodifiableSet());
  }

  /** To what PostgreSQL keeps of the time. */
  SignedUser inMicros() {
    return new SignedUser(
        subject,
        username,
        email,
        organization,
        groups,
        realmRoles,
        issuedAt.truncatedTo(ChronoUnit.MICROS));
  }
}
