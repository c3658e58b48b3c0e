package dev.serai.limits;

import dev.serai.models.Nearest;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
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
  static final Duration SHORTEST = Duration.ofMinutes(1);
  static final Duration LONGEST = Duration.ofDays(400);

  private static final ZoneId UTC = ZoneId.of("UTC");
  private static final Pattern ROLLING = Pattern.compile("rolling\\s+(\\d{1,9})\\s*([mhd])");
  private static final String ROLLING_EXPECTED =
      "rolling and a length of 1m to 400d, such as rolling 90m, rolling 5h or rolling 30d";

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

    /** Whether one follows the other by the calendar. */
    boolean recurs() {
      return ordinal() <= MONTH.ordinal();
    }

    /** Whether it matters on which day windows begin. */
    public boolean anchored() {
      return this == WEEK || this == MONTH;
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

  /** Of UTC, and without an anchor. */
  public static Window of(Kind kind) {
    return new Window(kind, Duration.ZERO, UTC, null);
  }

  /**
   * What {@link #text} wrote: {@code month}, {@code rolling 90m}.
   *
   * @throws IllegalArgumentException whose message says what was expected
   */
  public static Window parse(String text) {
    String words = text.strip().toLowerCase(Locale.ROOT);
    Matcher rolling = ROLLING.matcher(words);
    if (rolling.matches()) return rolling(words, rolling);
    if (words.startsWith(Kind.ROLLING.word())) throw new IllegalArgumentException(ROLLING_EXPECTED);
    for (Kind kind : Kind.values()) if (kind.word().equals(words)) return of(kind);
    throw new IllegalArgumentException(expected(words));
  }

  public Window in(ZoneId newZone, @Nullable LocalDate newAnchor) {
    return new Window(kind, length, newZone, newAnchor);
  }

  /** As in files, the API and error bodies. */
  public String text() {
    if (kind != Kind.ROLLING) return kind.word();
    if (length.compareTo(Duration.ofDays(1)) > 0 && length.equals(Duration.ofDays(length.toDays())))
      return "rolling " + length.toDays() + "d";
    return length.equals(Duration.ofHours(length.toHours()))
        ? "rolling " + length.toHours() + "h"
        : "rolling " + length.toMinutes() + "m";
  }

  /**
   * The window that an instant belongs to. Windows tile time: one ends where the next begins.
   *
   * @param nowMillis epoch milliseconds; before {@code since} (a clock that is behind) counts as
   *     since
   * @param since epoch milliseconds of the limit's creation or reset: nothing before it counts, so
   *     the window in which it lies begins there
   */
  public Period at(long nowMillis, long since) {
    return Periods.at(this, Math.max(nowMillis, since), since);
  }

  /**
   * When what was used in a window counts no more: at its end, or when the last of a rolling
   * window's slice has left.
   *
   * @param period that {@link #at} gave
   */
  public long leaves(Period period) {
    if (kind != Kind.ROLLING) return period.end();
    return Periods.leaves(length.toMillis(), period.end());
  }

  private static Window rolling(String words, Matcher rolling) {
    long count = Long.parseLong(rolling.group(1));
    Duration length =
        switch (words.charAt(words.length() - 1)) {
          case 'm' -> Duration.ofMinutes(count);
          case 'h' -> Duration.ofHours(count);
          default -> Duration.ofDays(count);
        };
    if (length.compareTo(SHORTEST) < 0 || length.compareTo(LONGEST) > 0)
      throw new IllegalArgumentException(ROLLING_EXPECTED);
    return new Window(Kind.ROLLING, length, UTC, null);
  }

  private static String expected(String words) {
    List<String> kinds =
        Arrays.stream(Kind.values()).filter(k -> k != Kind.ROLLING).map(Kind::word).toList();
    String near = Nearest.to(words, kinds, 1).stream().collect(Collectors.joining());
    return "one of "
        + String.join(", ", kinds)
        + ", or rolling with a length such as rolling 5h"
        + (near.isEmpty() ? "" : "; nearest: " + near);
  }
}
