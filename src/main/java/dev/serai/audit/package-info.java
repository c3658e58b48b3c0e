/**
 * The audit log: every change, sign-in, refusal and read of other people's data, in one chain per
 * organization.
 *
 * <p>Owns its rows, their hashes and who may read them. Rows are added, never changed; {@link
 * dev.serai.audit.Chain} tells how the hashes are made. Features write through {@link
 * dev.serai.access.AuditTrail}. Start at {@link dev.serai.audit.AuditLog}.
 */
@org.springframework.modulith.ApplicationModule(
    allowedDependencies = {"access", "admin", "call", "database", "tenants", "usage"})
@org.jspecify.annotations.NullMarked
package dev.serai.audit;
