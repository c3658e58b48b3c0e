package dev.serai.cli;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;

/** When a key ends, as people write it: {@code 30d}, {@code 12h}, a day or an exact time in UTC. */
final class Expiry {
  private static final String SPAN = "[0-9]{1,6}[mhd]";

  private Expiry() {}

  /** {@code 90m}, {@code 12h}, {@code 30d}. */
  static Duration span(String text) {
    if (!text.matches(SPAN)) {
      throw Failure.usage("\"" + text + "\" is not a time span", "expected: 90m, 12h or 30d");
    }
    int amount = Integer.parseInt(text.substring(0, text.length() - 1));
    return switch (text.charAt(text.length() - 1)) {
      case 'm' -> Duration.ofMinutes(amount);
      case 'h' -> Duration.ofHours(amount);
      default -> Duration.ofDays(amount);
    };
  }

  static Instant parse(String text, Instant now) {
    try {
      if (text.matches(SPAN)) return now.plus(span(text));
      return text.length() == 10
          ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
          : Instant.parse(text);
    } catch (DateTimeParseException e) {
      throw Failure.usage(
          "\"" + text + "\" is not an expiry",
          "expected: 90m, 12h, 30d, 2027-01-31 or 2027-01-31T12:00:00Z");
    }
  }
}
