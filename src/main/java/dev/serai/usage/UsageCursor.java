package dev.serai.usage;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

/** A place in the list of records: the last one that was shown. */
record UsageCursor(Instant startedAt, String requestId) {
  String text() {
    return ChronoUnit.MICROS.between(Instant.EPOCH, startedAt) + "-" + requestId;
  }

  LocalDate day() {
    return startedAt.atZone(ZoneOffset.UTC).toLocalDate();
  }

  /**
   * @throws IllegalArgumentException when it is none of ours
   */
  static UsageCursor of(String text) {
    int dash = text.indexOf('-');
    if (dash < 1 || !text.substring(0, dash).chars().allMatch(Character::isDigit) || dash > 17)
      throw new IllegalArgumentException("cursor: not one that was given out");
    long micros = Long.parseLong(text.substring(0, dash));
    return new UsageCursor(Instant.EPOCH.plus(micros, ChronoUnit.MICROS), text.substring(dash + 1));
  }
}
