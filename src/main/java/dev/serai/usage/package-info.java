/**
 * The usage record: one row per call, whatever its outcome.
 *
 * <p>Owns the local {@link dev.serai.usage.Journal} that a call's record is appended to before its
 * last byte leaves, the {@link dev.serai.usage.JournalDrain} that brings the records to PostgreSQL,
 * and the questions that are asked of them ({@link dev.serai.usage.UsageApi}). Decides on a call
 * only whether there is room for its record, and never computes a price. Start at {@link
 * dev.serai.usage.UsageRecord}; how the parts are put together is {@link
 * dev.serai.usage.UsageConfiguration}.
 */
@org.springframework.modulith.ApplicationModule(
    allowedDependencies = {"access", "call", "admin", "database", "leases"})
@org.jspecify.annotations.NullMarked
package dev.serai.usage;
