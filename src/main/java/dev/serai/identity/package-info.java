/**
 * People who signed in: access tokens of Keycloak, sign-ins, and the sessions that tokens are used
 * in.
 *
 * <p>Owns what a token must be, which keys of Keycloak sign it, and the rows of {@code sign_ins}
 * and {@code sessions}. A token alone opens nothing on the gateway port: it takes an open session,
 * which this replica has in memory. Never asks Keycloak on the path of a call and never knows
 * virtual keys; users and teams are {@code tenants}', off-boarding is another's. Start at {@link
 * dev.serai.identity.Sessions} for calls, at {@link dev.serai.identity.TokenActors} for the admin
 * port.
 */
@org.springframework.modulith.ApplicationModule(
    allowedDependencies = {
      "access",
      "admin",
      "call",
      "database",
      "limits",
      "providers",
      "roles",
      "secrets",
      "tenants",
      "usage"
    })
@org.jspecify.annotations.NullMarked
package dev.serai.identity;
