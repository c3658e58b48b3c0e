package dev.serai.usage;

import java.time.Duration;
import java.time.Instant;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How long usage is kept in the database, 0 = for ever. What is older goes by whole partitions:
 * records by the day, hours by the month, days by the year.
 */
@ConfigurationProperties("serai.usage")
record UsageSettings(
    @DefaultValue("90d") Duration keepRecords,
    @DefaultValue("400d") Duration keepHours,
    @DefaultValue("0") Duration keepDays) {

  UsageSettings {
    atLeastADay("keep-records", keepRecords);
    atLeastADay("keep-hours", keepHours);
    atLeastADay("keep-days", keepDays);
  }

  /** Older hours may be gone. */
  Instant hoursFrom(Instant now) {
    return keepHours.isZero() ? Instant.EPOCH : now.minus(keepHours);
  }

  private static void atLeastADay(String name, Duration keep) {
    if (!keep.isZero() && keep.compareTo(Duration.ofDays(1)) < 0)
      throw new IllegalArgumentException(
          "serai.usage." + name + ": " + keep + " (expected: 1d or more, or 0 for ever)");
  }
}
