package dev.serai.dispatch;

import dev.serai.call.Headers;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * When a provider wants to be asked again: {@code retry-after-ms}, {@code retry-after} in seconds
 * or as a date (RFC 9110, 10.2.3), Google's RetryInfo.
 */
public final class RetryAfter {
  private static final Pattern RETRY_INFO =
      Pattern.compile("\"retryDelay\"\\s*:\\s*\"(\\d{1,6})(?:\\.(\\d+))?s\"");

  private RetryAfter() {}

  /** Seconds, rounded up; 0 when the provider says nothing that can be read. */
  public static long seconds(Headers headers, byte[] body, Clock clock) {
    long millis = number(headers.get("retry-after-ms"));
    if (millis > 0) return (millis + 999) / 1000;
    String value = headers.get("retry-after");
    if (value != null) {
      long seconds = number(value);
      return seconds > 0 ? seconds : untilDate(value, clock);
    }
    Matcher info = RETRY_INFO.matcher(new String(body, StandardCharsets.UTF_8));
    if (!info.find()) return 0;
    String fraction = info.group(2);
    return Long.parseLong(info.group(1)) + (fraction == null || fraction.matches("0*") ? 0 : 1);
  }

  private static long number(@Nullable String value) {
    if (value == null) return 0;
    String digits = value.strip();
    int dot = digits.indexOf('.');
    try {
      long whole = Long.parseLong(dot < 0 ? digits : digits.substring(0, dot));
      return dot < 0 || digits.substring(dot + 1).matches("0*") ? whole : whole + 1;
    } catch (NumberFormatException e) {
      return 0;
    }
  }

  private static long untilDate(String value, Clock clock) {
    try {
      Duration left =
          Duration.between(
              clock.instant(),
              ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant());
      return Math.max(0, left.plusMillis(999).toSeconds());
    } catch (DateTimeParseException e) {
      return 0;
    }
  }
}
