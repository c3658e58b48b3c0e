package dev.serai.limits;

import dev.serai.admin.Problem;
import dev.serai.limits.Limit.Estimate;
import dev.serai.limits.Limit.OnBreach;
import dev.serai.limits.Limit.UnknownPrice;
import dev.serai.limits.Limit.WhenBlind;
import dev.serai.models.Nearest;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The words of limits in files and in the API. Whatever cannot be read is a {@link Problem} that
 * names the field (in the API's spelling) and what was expected.
 */
public final class LimitWords {
  private static final int THRESHOLDS_MAX = 10;
  private static final int PERCENT_MAX = 100;
  private static final int MODELS_MAX = 100;
  private static final int NAME_MAX = 256;
  private static final int CONTACT_MAX = 200;
  private static final int CAP_MAX = 40;
  private static final BigDecimal MOST = BigDecimal.valueOf(Long.MAX_VALUE);

  private LimitWords() {}

  public static Scope scope(String text) {
    return oneOf("scope", text, Scope.values(), Scope::word);
  }

  public static Measure measure(String text) {
    return oneOf("measure", text, Measure.values(), Measure::word);
  }

  public static OnBreach onBreach(String text) {
    return oneOf("onBreach", text, OnBreach.values(), OnBreach::word);
  }

  public static Estimate estimate(String text) {
    return oneOf("estimate", text, Estimate.values(), Estimate::word);
  }

  public static UnknownPrice unknownPrice(String text) {
    return oneOf("unknownPrice", text, UnknownPrice.values(), UnknownPrice::word);
  }

  public static WhenBlind whenBlind(String text) {
    return oneOf("whenBlind", text, WhenBlind.values(), WhenBlind::word);
  }

  /**
   * @param zone empty = UTC
   * @param anchor empty = none
   */
  public static Window window(String text, String zone, String anchor) {
    Window window;
    try {
      window = Window.parse(text);
    } catch (IllegalArgumentException e) {
      throw Problem.invalid("window", String.valueOf(e.getMessage()));
    }
    return window.in(zone.isBlank() ? window.zone() : zone(zone), anchor(anchor, window.kind()));
  }

  public static long cap(Measure measure, String text) {
    try {
      if (text.length() <= CAP_MAX) return cap(measure, new BigDecimal(text.strip()));
    } catch (NumberFormatException _) {
      // told below
    }
    throw Problem.invalid("cap", expectedCap(measure));
  }

  public static long cap(Measure measure, BigDecimal decimal) {
    // before its digits are written out: 1e999999999 is a short text
    boolean readable =
        decimal.signum() >= 0 && decimal.precision() <= CAP_MAX && decimal.compareTo(MOST) <= 0;
    try {
      if (readable) return measure.amount(decimal);
    } catch (ArithmeticException _) {
      // told below
    }
    throw Problem.invalid("cap", expectedCap(measure));
  }

  public static List<Integer> thresholds(List<Integer> percents) {
    boolean fits = percents.size() <= THRESHOLDS_MAX;
    for (@Nullable Integer percent : percents)
      fits = fits && percent != null && percent >= 1 && percent <= PERCENT_MAX;
    if (!fits)
      throw Problem.invalid(
          "thresholds", "up to " + THRESHOLDS_MAX + " whole numbers from 1 to 100, per cent");
    return percents.stream().distinct().sorted().toList();
  }

  public static List<String> models(List<String> patterns) {
    boolean fits = patterns.size() <= MODELS_MAX;
    for (@Nullable String pattern : patterns)
      fits = fits && pattern != null && !pattern.isBlank() && pattern.length() <= NAME_MAX;
    if (!fits)
      throw Problem.invalid(
          "models", "up to " + MODELS_MAX + " names of models, or patterns with *");
    return patterns.stream().map(String::strip).distinct().sorted().toList();
  }

  public static String contact(String text) {
    if (text.length() > CONTACT_MAX || text.chars().anyMatch(Character::isISOControl))
      throw Problem.invalid("contact", "one line of at most " + CONTACT_MAX + " characters");
    return text.strip();
  }

  /** For people: {@code key ci: usd per month, only openai gpt-5*}. */
  public static String title(Limit limit) {
    String window = limit.window().text();
    String only =
        (limit.filter().provider() + " " + String.join(" ", limit.filter().models())).strip();
    return "%s %s: %s %s%s"
        .formatted(
            limit.scope().word(),
            limit.targetName(),
            limit.measure().word(),
            limit.window().kind().recurs() ? "per " + window : window,
            only.isEmpty() ? "" : ", only " + only);
  }

  private static String expectedCap(Measure measure) {
    return measure == Measure.USD
        ? "dollars, 0 or more, with at most 9 decimal places, such as 100 or 0.25"
        : "a whole number of " + measure.unit() + ", 0 or more";
  }

  private static ZoneId zone(String text) {
    try {
      return ZoneId.of(text.strip());
    } catch (DateTimeException _) {
      throw Problem.invalid(
          "timeZone",
          "a time zone such as Europe/Berlin or UTC"
              + nearest(text.strip(), List.copyOf(ZoneId.getAvailableZoneIds())));
    }
  }

  private static @Nullable LocalDate anchor(String text, Window.Kind kind) {
    if (text.isBlank()) return null;
    if (!kind.anchored())
      throw Problem.invalid("anchor", "none: only windows of a week or a month have one");
    try {
      return LocalDate.parse(text.strip());
    } catch (DateTimeException _) {
      throw Problem.invalid("anchor", "a date on which a window begins, such as 2030-01-31");
    }
  }

  private static <E> E oneOf(String field, String text, E[] values, Function<E, String> word) {
    for (E value : values) if (word.apply(value).equals(text.strip())) return value;
    List<String> words = Arrays.stream(values).map(word).toList();
    throw Problem.invalid(
        field, "one of " + String.join(", ", words) + nearest(text.strip(), words));
  }

  /** {@code ; nearest: month}, or nothing. */
  static String nearest(String asked, List<String> names) {
    List<String> near = Nearest.to(asked, names, 1);
    return near.isEmpty() ? "" : "; nearest: " + near.getFirst();
  }
}
