/**
 * Amounts that several replicas take from at once without ever taking more than there is. A {@link
 * dev.serai.leases.Quota} is one window of one limit; PostgreSQL hands out parts of it as leases,
 * and calls take from the lease in memory. Knows nothing of calls, scopes or calendars; never
 * blocks who takes.
 *
 * <p>Start at {@link dev.serai.leases.Quotas}, which callers use. Its {@link
 * dev.serai.leases.LeaseKeeper} makes rounds: a review says what there is to say about each quota,
 * the function {@code lease_exchange} of the database (V6__leases.sql) decides who gets how much,
 * and the answers are put into force. Counters are in mapped files beside the journal, so that
 * {@link dev.serai.leases.LeftLeases} can settle for a process that was killed.
 */
@org.springframework.modulith.ApplicationModule(allowedDependencies = {"call", "database"})
@org.jspecify.annotations.NullMarked
package dev.serai.leases;
