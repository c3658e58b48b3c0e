package dev.serai.usage;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * Whole hours or days, as they are summed up.
 *
 * @param from inclusive, {@code to} exclusive
 * @param unit {@link ChronoUnit#HOURS} or {@link ChronoUnit#DAYS}
 */
record UsageRange(Instant from, Instant to, ChronoUnit unit) {
  /** A longer range is answered in days. */
  static final Duration HOURS_MAX = Duration.ofDays(60);

  /**
   * The range that covers what was asked for.
   *
   * @param wanted null = hours where they are still there and not too many
   * @param hoursFrom older hours may be gone
   */
  static UsageRange covering(
      Instant from, Instant to, @Nullable ChronoUnit wanted, Instant hoursFrom) {
    boolean hours =
        Duration.between(from, to).compareTo(HOURS_MAX) <= 0 && !from.isBefore(hoursFrom);
    ChronoUnit unit = wanted != null ? wanted : hours ? ChronoUnit.HOURS : ChronoUnit.DAYS;
    Instant end = to.truncatedTo(unit);
    return new UsageRange(
        from.truncatedTo(unit), end.equals(to) ? end : end.plus(unit.getDuration()), unit);
  }
}
