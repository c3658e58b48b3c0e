package dev.serai.limits;

import dev.serai.limits.Window.Period;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import org.jspecify.annotations.Nullable;

/** Where windows begin and end: exact, whatever clocks do to daylight. Pure. */
final class Periods {
  static final long NEVER = Long.MAX_VALUE;

  private static final long SECOND = 1_000;
  private static final long MINUTE = 60 * SECOND;
  private static final long HOUR = 60 * MINUTE;
  private static final long DAY = 24 * HOUR;

  /** Of a rolling window: what is used leaves it in so many pieces. */
  private static final int SLICES = 60;

  /** Each slice costs its first call an exchange with the database. */
  private static final long SHORTEST_SLICE = 5 * SECOND;

  private static final LocalDate MONDAY = LocalDate.ofEpochDay(4);

  private Periods() {}

  /**
   * @param now not before {@code since}
   */
  static Period at(Window window, long now, long since) {
    return switch (window.kind()) {
      case MINUTE -> ofClock(window.zone().getRules(), now, since, MINUTE);
      case HOUR -> ofClock(window.zone().getRules(), now, since, HOUR);
      case DAY, WEEK, MONTH -> ofCalendar(window, now, since);
      case TOTAL, MANUAL -> new Period(since, since, NEVER);
      case ROLLING -> rolling(window.length().toMillis(), now, since);
    };
  }

  /**
   * All slices count that have any part in the last N, however early in the present slice it is: 61
   * of them, not 60. So no stretch of length N ever holds more than the cap, and what is used
   * leaves up to N/60 late. With one slice less the calls that came early in the oldest slice would
   * be forgotten too soon, and the cap could be passed.
   */
  private static Period rolling(long length, long now, long since) {
    long slice = slice(length);
    long start = now - Math.floorMod(now, slice);
    long oldest = start - Math.ceilDiv(length, slice) * slice;
    return new Period(Math.max(start, since), Math.max(oldest, since), start + slice);
  }

  /** When a slice of that end counts no more. */
  static long leaves(long length, long end) {
    return end + Math.ceilDiv(length, slice(length)) * slice(length);
  }

  private static long slice(long length) {
    return Math.max(SHORTEST_SLICE, length / SLICES);
  }

  /** Minutes and hours are cut where the clock is changed: a repeated hour is two windows. */
  private static Period ofClock(ZoneRules rules, long now, long since, long unit) {
    long offset = offset(rules, now);
    long start = now - Math.floorMod(now + offset, unit);
    long end = start + unit;
    if (offset(rules, start) != offset)
      start = millis(rules.previousTransition(Instant.ofEpochMilli(now + 1)), start);
    if (offset(rules, end - 1) != offset)
      end = millis(rules.nextTransition(Instant.ofEpochMilli(now)), end);
    return from(start, since, end);
  }

  private static Period ofCalendar(Window window, long now, long since) {
    ZoneId zone = window.zone();
    long localDay = Math.floorDiv(now + offset(zone.getRules(), now), DAY);
    LocalDate first = first(window, LocalDate.ofEpochDay(localDay));
    LocalDate next = next(window, first);
    long end = begin(next, zone);
    // the clock was put back over midnight: a date that has begun does not end again
    while (end <= now) {
      first = next;
      next = next(window, first);
      end = begin(next, zone);
    }
    return from(begin(first, zone), since, end);
  }

  /** The day on which the window of that day begins. */
  private static LocalDate first(Window window, LocalDate day) {
    return switch (window.kind()) {
      case WEEK -> {
        LocalDate anchor = window.anchor() == null ? MONDAY : window.anchor();
        yield day.minusDays(Math.floorMod(ChronoUnit.DAYS.between(anchor, day), 7));
      }
      case MONTH -> {
        LocalDate here = anchored(window, day);
        yield day.isBefore(here) ? anchored(window, day.withDayOfMonth(1).minusMonths(1)) : here;
      }
      default -> day;
    };
  }

  private static LocalDate next(Window window, LocalDate first) {
    return switch (window.kind()) {
      case WEEK -> first.plusDays(7);
      case MONTH -> anchored(window, first.withDayOfMonth(1).plusMonths(1));
      default -> first.plusDays(1);
    };
  }

  /** The day of its month on which windows begin: in a shorter month the last. */
  private static LocalDate anchored(Window window, LocalDate month) {
    int day = window.anchor() == null ? 1 : window.anchor().getDayOfMonth();
    return month.withDayOfMonth(Math.min(day, month.lengthOfMonth()));
  }

  /** The first instant that the zone has of the day, or after it when the day is skipped. */
  private static long begin(LocalDate day, ZoneId zone) {
    return day.atStartOfDay(zone).toEpochSecond() * SECOND;
  }

  private static Period from(long start, long since, long end) {
    long from = Math.max(start, since);
    return new Period(from, from, end);
  }

  private static long offset(ZoneRules rules, long millis) {
    return rules.getOffset(Instant.ofEpochMilli(millis)).getTotalSeconds() * SECOND;
  }

  private static long millis(@Nullable ZoneOffsetTransition transition, long otherwise) {
    return transition == null ? otherwise : transition.toEpochSecond() * SECOND;
  }
}
