package dev.serai.usage;

import dev.serai.admin.Problem;
import io.swagger.v3.oas.annotations.Parameter;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a sum is asked of, as it was given: which calls, and by what. All that are left out are
 * null.
 *
 * @param last such as 30m, 24h or 7d; ends now. Not together with {@code from} and {@code to}
 * @param from inclusive, {@code to} exclusive, now when it is missing
 * @param by model when it is missing
 * @param interval hour or day: sums of each are wanted too
 * @param model with all that follow: only calls of it; an id, or a name where there are names
 */
record UsageQuestion(
    @Parameter(description = "30m, 24h, 7d; ends now") @Nullable String last,
    @Parameter(description = "inclusive") @Nullable String from,
    @Parameter(description = "exclusive; now when missing") @Nullable String to,
    @Parameter(
            description =
                "model (default), key, project, user, provider, team, session, tool, organization")
        @Nullable String by,
    @Parameter(description = "hour or day: sums of each too") @Nullable String interval,
    @Parameter(description = "only of this model") @Nullable String model,
    @Parameter(description = "only of this key, id or name") @Nullable String key,
    @Parameter(description = "only of this project, id or name") @Nullable String project,
    @Parameter(description = "only of this user, id or name") @Nullable String user,
    @Parameter(description = "only of this provider") @Nullable String provider,
    @Parameter(description = "only of this team, id or name") @Nullable String team,
    @Parameter(description = "only of this session") @Nullable String session,
    @Parameter(description = "only of this client tool") @Nullable String tool,
    @Parameter(description = "only of this organization, id or name")
        @Nullable String organization) {

  private static final Pattern LAST = Pattern.compile("(\\d{1,4})([mhd])");
  private static final Duration SERIES_MAX = Duration.ofDays(3660);

  /**
   * @param hoursFrom older hours may be gone
   * @throws Problem when it makes no sense
   */
  UsageRange range(Instant now, Instant hoursFrom) {
    if (given(last) && (given(from) || given(to)))
      throw Problem.invalid("last", "either last, or from and to");
    Instant end = to == null || to.isEmpty() ? now : time("to", to);
    Instant start =
        from == null || from.isEmpty()
            ? end.minus(span(last == null || last.isEmpty() ? "24h" : last))
            : time("from", from);
    if (!start.isBefore(end)) throw Problem.invalid("from", "a time before " + end);
    if (start.isBefore(Instant.EPOCH)) start = Instant.EPOCH;
    ChronoUnit unit = unit();
    if (unit != null) {
      Duration longest = unit == ChronoUnit.HOURS ? UsageRange.HOURS_MAX : SERIES_MAX;
      if (Duration.between(start, end).compareTo(longest) > 0)
        throw Problem.invalid("interval", "a range of at most " + longest.toDays() + " days");
      if (unit == ChronoUnit.HOURS && start.isBefore(hoursFrom))
        throw Problem.invalid("interval", "day for what is before " + hoursFrom);
    }
    return UsageRange.covering(start, end, unit, hoursFrom);
  }

  boolean wantsSeries() {
    return given(interval);
  }

  UsageBy groups() {
    if (by == null || by.isEmpty()) return UsageBy.MODEL;
    return Arrays.stream(UsageBy.values())
        .filter(known -> known.word().equals(by))
        .findFirst()
        .orElseThrow(
            () ->
                Problem.invalid(
                    "by",
                    Arrays.stream(UsageBy.values())
                        .map(UsageBy::word)
                        .collect(Collectors.joining(", ", "one of ", ""))));
  }

  /** What the calls are narrowed to. */
  Map<UsageBy, String> only() {
    Map<UsageBy, String> only = new EnumMap<>(UsageBy.class);
    for (UsageBy one : UsageBy.values()) {
      String wanted = wanted(one);
      if (wanted != null && !wanted.isEmpty()) only.put(one, wanted);
    }
    return only;
  }

  private @Nullable String wanted(UsageBy one) {
    return switch (one) {
      case MODEL -> model;
      case KEY -> key;
      case PROJECT -> project;
      case USER -> user;
      case PROVIDER -> provider;
      case TEAM -> team;
      case SESSION -> session;
      case TOOL -> tool;
      case ORGANIZATION -> organization;
    };
  }

  private @Nullable ChronoUnit unit() {
    if (interval == null || interval.isEmpty()) return null;
    return switch (interval) {
      case "hour" -> ChronoUnit.HOURS;
      case "day" -> ChronoUnit.DAYS;
      default -> throw Problem.invalid("interval", "hour or day");
    };
  }

  private static boolean given(@Nullable String text) {
    return text != null && !text.isEmpty();
  }

  private static Duration span(String text) {
    Matcher parts = LAST.matcher(text);
    if (!parts.matches()) throw Problem.invalid("last", "a time span such as 30m, 24h or 7d");
    long number = Long.parseLong(parts.group(1));
    return switch (parts.group(2)) {
      case "m" -> Duration.ofMinutes(number);
      case "h" -> Duration.ofHours(number);
      default -> Duration.ofDays(number);
    };
  }

  private static Instant time(String field, String text) {
    try {
      Instant time = Instant.parse(text);
      if (time.getEpochSecond() >= 0 && time.isBefore(UsageQueries.END.toInstant())) return time;
    } catch (DateTimeException e) {
      // said below
    }
    throw Problem.invalid(field, "a time such as 2030-01-31T12:00:00Z");
  }
}
