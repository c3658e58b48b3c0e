package dev.serai.usage;

import java.util.List;

/**
 * Records read from the journal, until they are marked as drained.
 *
 * @param journaled how many of {@code records} come from segments; the rest was kept in memory
 * @param unreadable frames that are whole but of a version not known here
 * @param segment where the next batch begins, with {@code offset}
 */
record Batch(
    List<UsageRecord> records, int journaled, int unreadable, Segment segment, long offset) {}
