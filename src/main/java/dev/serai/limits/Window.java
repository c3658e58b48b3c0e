package dev.serai.limits;

import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Over which time a limit counts.
 *
 * @param length of a rolling window, else zero
 * @param zone in which calendar windows begin
 * @param anchor a day on which one of the windows begins: the weekday of weeks, the day of months
 *     (in a shorter month its last); null = Monday, the first
 */
public record Window(Kind kind, Duration length, ZoneId zone, @Nullable LocalDate anchor) {

  /** The shapes there are. */
  public enum Kind {
    MINUTE,
    HOUR,
    DAY,
    WEEK,
    MONTH,
    /** From the limit's first day on. */
    TOTAL,
    /** Until somebody resets it. */
    MANUAL,
    /** The last N: what is used leaves it again piece by piece. */
    ROLLING;

    /** As in files, the API and error bodies. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * One window, in epoch milliseconds.
   *
   * @param start of this window; of a rolling one, of its present slice
   * @param since what started then or later counts too
   * @param end {@link Long#MAX_VALUE} = never
   */
  public record Period(long start, long since, long end) {}
}
