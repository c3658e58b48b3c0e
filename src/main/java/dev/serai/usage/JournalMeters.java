package dev.serai.usage;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;

/** How the journal does, for {@code /metrics}. */
final class JournalMeters {
  JournalMeters(Journal journal, JournalDrain drain, MeterRegistry registry) {
    Gauge.builder("serai.journal.depth", journal, Journal::depth)
        .description("Usage records that are not in the database yet")
        .register(registry);
    Gauge.builder("serai.journal.full", journal, j -> j.full() ? 1 : 0)
        .description("1 while there is no room for the records of more calls")
        .register(registry);
    Gauge.builder("serai.journal.memory", journal, Journal::inMemory)
        .description("Usage records that are in memory alone, where they die with the process")
        .register(registry);
    FunctionCounter.builder("serai.journal.lost", journal, Journal::lost)
        .description("Usage records that found no room on disk or in memory")
        .register(registry);
    FunctionCounter.builder("serai.journal.rejected", drain, JournalDrain::rejected)
        .description("Usage records that the database would not take")
        .register(registry);
    FunctionCounter.builder("serai.journal.charges.unknown", drain, JournalDrain::chargesUnknown)
        .description("Charges of usage records whose lease was not in the database any more")
        .register(registry);
  }
}
