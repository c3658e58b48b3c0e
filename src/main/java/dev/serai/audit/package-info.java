/**
 * The audit log: every change, sign-in, refusal and read of other people's data, in one chain per
 * organization.
 *
 * <p>Owns its rows, their hashes and who may read them. Rows are added, never changed; {@link
 * dev.serai.audit.Chain} tells how the hashes are made. Features write through {@link
 * dev.serai.access.AuditTrail}; refusals of the gateway port come with their usage records ({@link
 * dev.serai.audit.RefusalCounts}). Start at {@link dev.serai.audit.AuditLog}, then {@link
 * dev.serai.audit.AuditVerifier}.
 */
@org.springframework.modulith.ApplicationModule(
    allowedDependencies = {"access", "admin", "call", "database", "tenants", "usage"})
@org.jspecify.annotations.NullMarked
package dev.serai.audit;
