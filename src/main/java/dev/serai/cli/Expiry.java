package dev.serai.cli;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;

/** When a key ends, as people write it: {@code 30d}, {@code 12h}, a day or an exact time in UTC. */
final class Expiry {
  private Expiry() {}

  static Instant parse(String text, Instant now) {
    try {
      if (text.matches("[1-9][0-9]{0,5}[mhd]")) {
        int amount = Integer.parseInt(text.substring(0, text.length() - 1));
        return now.plus(
            switch (text.charAt(text.length() - 1)) {
              case 'm' -> Duration.ofMinutes(amount);
              case 'h' -> Duration.ofHours(amount);
              default -> Duration.ofDays(amount);
            });
      }
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
