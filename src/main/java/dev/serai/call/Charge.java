package dev.serai.call;

/**
 * What a call took from one lease of a limit, as its usage record says: the drain books it in the
 * same transaction that stores the record, so it counts once.
 *
 * @param lease id of the lease in the database
 * @param amount nano-dollars, requests or tokens
 */
public record Charge(long lease, long amount) {}
