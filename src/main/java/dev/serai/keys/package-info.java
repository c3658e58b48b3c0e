/**
 * Virtual keys: issued, changed, revoked by an admin, recognised on every call. Step 1.
 *
 * <p>Owns the tenants that keys belong to and the first start of an installation. Keeps hashes
 * only; a secret leaves it once, in the answer that made it. Never reads the database on a call's
 * path. Start at {@link dev.serai.keys.Keys#authenticate} for calls, at {@link
 * dev.serai.keys.VirtualKeys} for admins.
 */
@org.springframework.modulith.ApplicationModule(
    allowedDependencies = {"access", "admin", "call", "database", "secrets", "tenants"})
@org.jspecify.annotations.NullMarked
package dev.serai.keys;
