/**
 * Ends what works in somebody's name: when a user or an administrator says so, and when Keycloak
 * says that the user was disabled, deleted or signed out.
 *
 * <p>Owns the order in which that happens, how Keycloak's news are read by one replica at a time,
 * and how far they were read ({@code keycloak_events}). Keys and sessions are ended by the packages
 * that own them; tokens are judged by {@code identity}. A Keycloak that does not answer ends
 * nothing. Start at {@link dev.serai.offboarding.Revocations} for what is asked for here, at {@link
 * dev.serai.offboarding.KeycloakWatch} for what comes from Keycloak.
 */
@org.springframework.modulith.ApplicationModule(
    allowedDependencies = {
      "access",
      "admin",
      "call",
      "database",
      "identity",
      "keycloak",
      "keys",
      "tenants"
    })
@org.jspecify.annotations.NullMarked
package dev.serai.offboarding;
