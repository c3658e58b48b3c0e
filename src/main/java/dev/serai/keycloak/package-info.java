/**
 * Keycloak as an administrator sees it: its users, groups, sessions and events, and the realm that
 * is applied to it.
 *
 * <p>The only package that knows Keycloak's admin client. Never on the request path, and never
 * judges a token: that is {@code identity}. Everything here asks another server, so every call has
 * deadlines and may fail with {@link dev.serai.keycloak.KeycloakUnavailable}. Start at {@link
 * dev.serai.keycloak.KeycloakDirectory} to read, at {@link dev.serai.keycloak.RealmSetup} for the
 * realm as code.
 */
@org.springframework.modulith.ApplicationModule(allowedDependencies = {"call"})
@org.jspecify.annotations.NullMarked
package dev.serai.keycloak;
