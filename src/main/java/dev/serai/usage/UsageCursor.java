package dev.serai.usage;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A place in the list of records: the last one that was shown. */
record UsageCursor(Instant startedAt, String requestId) {
  private static final Pattern FORM = Pattern.compile("(\\d{1,17})-([0-9A-Z]{1,26})");

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
    Matcher parts = FORM.matcher(text);
    if (!parts.matches()) throw new IllegalArgumentException("cursor: not one that was given out");
    return new UsageCursor(
        Instant.EPOCH.plus(Long.parseLong(parts.group(1)), ChronoUnit.MICROS), parts.group(2));
  }
}
