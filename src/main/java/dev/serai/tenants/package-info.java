/**
 * The tenant tree: organizations, teams, projects, and the principals in it.
 *
 * <p>Owns their rows, and in memory who is a member of which team and which routing policy a team
 * or organization hands down. Never knows keys, limits or Keycloak. Start at {@link
 * dev.serai.tenants.Tenants}.
 */
@org.springframework.modulith.ApplicationModule(
    allowedDependencies = {"access", "admin", "call", "database"})
@org.jspecify.annotations.NullMarked
package dev.serai.tenants;
