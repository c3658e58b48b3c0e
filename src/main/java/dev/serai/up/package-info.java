/**
 * The {@code up} command: from an empty folder to a ready gateway, and back down.
 *
 * <p>Owns the data folder with the embedded PostgreSQL and Keycloak in it, the progress lines and
 * the orderly stop. Also brings in the journal of a machine that does not come back ({@link
 * dev.serai.up.JournalDrainCommand}) and verifies the audit log of a database ({@link
 * dev.serai.up.AuditVerifyCommand}). Everything else it sets as properties and leaves to Spring.
 * Never on the request path. Start at {@link dev.serai.up.Up}; what a folder may look like after a
 * crash is {@link dev.serai.up.PostgresFolder}.
 */
@org.springframework.modulith.ApplicationModule(
    allowedDependencies = {
      "access",
      "admin",
      "audit",
      "call",
      "config",
      "database",
      "keycloak",
      "keys",
      "leases",
      "usage"
    })
@org.jspecify.annotations.NullMarked
package dev.serai.up;
