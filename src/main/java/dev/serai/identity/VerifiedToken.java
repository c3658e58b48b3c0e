package dev.serai.identity;

import java.time.Instant;
import java.util.List;
import java.util.Set;

/**
 * What a token says that Keycloak signed and that holds now. The token itself is not kept.
 *
 * @param subject id of the user in Keycloak
 * @param sid id of the sign-in there, which its tokens have in common
 * @param organization name of the user's organization, empty = the installation's
 * @param groups as paths, {@code /platform/sre}
 * @param client that it was issued to
 */
public record VerifiedToken(
    String subject,
    String sid,
    String username,
    String email,
    boolean emailVerified,
    String organization,
    List<String> groups,
    Set<String> realmRoles,
    Instant issuedAt,
    Instant expiresAt,
    String client) {
  public VerifiedToken {
    groups = List.copyOf(groups);
    realmRoles = Set.copyOf(realmRoles);
  }
}
