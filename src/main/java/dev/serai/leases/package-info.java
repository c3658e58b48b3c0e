/**
 * Amounts that several replicas take from at once without ever taking more than there is. A {@link
 * dev.serai.leases.Quota} is one window of one limit; PostgreSQL hands out parts of it as leases,
 * and calls take from the lease in memory. Knows nothing of calls, scopes or calendars; never
 * blocks who takes. Start at {@link dev.serai.leases.Quotas}.
 */
@org.springframework.modulith.ApplicationModule(allowedDependencies = {"call", "database"})
@org.jspecify.annotations.NullMarked
package dev.serai.leases;
