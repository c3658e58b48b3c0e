package dev.serai.leases;

/**
 * Names one quota: the same on every replica and in the database.
 *
 * @param limit id of the limit
 * @param member whose quota it is where each member of a scope has one of its own, else empty
 * @param start epoch milliseconds at which its window begins
 */
public record QuotaKey(String limit, String member, long start) {}
