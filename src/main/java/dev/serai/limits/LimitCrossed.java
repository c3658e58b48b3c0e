package dev.serai.limits;

/**
 * A limit has passed one of its thresholds: published once per window, member and threshold over
 * all replicas, on a thread that must not be held up.
 *
 * @param member whose quota it is where each has one of its own, else empty
 * @param threshold per cent of the cap
 * @param spent in the measure's unit, as the cap
 */
public record LimitCrossed(Limit limit, String member, int threshold, long spent, long cap) {}
