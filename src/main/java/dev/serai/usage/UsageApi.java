package dev.serai.usage;

import dev.serai.admin.Problem;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Usage as sums and as records. A record is seen here up to a second after its call. */
@RestController
@RequestMapping(path = "/api/usage", produces = MediaType.APPLICATION_JSON_VALUE)
@Tag(name = "usage", description = "What was used and what it cost")
class UsageApi {
  private static final int PAGE_MAX = 500;
  private static final Pattern LAST = Pattern.compile("(\\d{1,4})([mhd])");
  private static final Set<String> OUTCOMES =
      Set.of("", "served", "refused", "failed", "abandoned");

  private final UsageQueries queries;
  private final Clock clock;

  UsageApi(UsageQueries queries, Clock clock) {
    this.queries = queries;
    this.clock = clock;
  }

  /**
   * Sums over the calls that started in a range.
   *
   * @param last such as 30m, 24h or 7d; ends now. Not together with {@code from}
   * @param from inclusive, {@code to} exclusive, now when it is missing
   */
  @GetMapping
  @Operation(
      operationId = "summariseUsage",
      summary = "Sum up usage",
      description =
          "Of the calls that started in a range: last (30m, 24h, 7d), or from (inclusive) and to.")
  UsageSummary summary(
      @RequestParam(defaultValue = "") String last,
      @RequestParam(defaultValue = "") String from,
      @RequestParam(defaultValue = "") String to,
      @RequestParam(defaultValue = "model") String by) {
    if (!last.isEmpty() && !(from.isEmpty() && to.isEmpty()))
      throw Problem.invalid("last", "either last, or from and to");
    Instant end = to.isEmpty() ? clock.instant() : time("to", to);
    Instant start =
        from.isEmpty() ? end.minus(last(last.isEmpty() ? "24h" : last)) : time("from", from);
    if (!start.isBefore(end)) throw Problem.invalid("from", "a time before " + end);
    return queries.summary(start, end, by(by));
  }

  /** Single records, newest first. */
  @GetMapping("/records")
  @Operation(operationId = "listUsageRecords", summary = "List single records, newest first")
  UsagePage records(
      @RequestParam(defaultValue = "") String key,
      @RequestParam(defaultValue = "") String model,
      @RequestParam(defaultValue = "") String outcome,
      @RequestParam(defaultValue = "50") int limit,
      @RequestParam(defaultValue = "") String cursor) {
    if (limit < 1 || limit > PAGE_MAX) throw Problem.invalid("limit", "1 to " + PAGE_MAX);
    if (!OUTCOMES.contains(outcome))
      throw Problem.invalid("outcome", "one of served, refused, failed, abandoned");
    UsageFilter filter = new UsageFilter(key, model, outcome);
    return queries.records(filter, limit, cursor.isEmpty() ? null : cursor(cursor));
  }

  private static Duration last(String text) {
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

  private static UsageBy by(String text) {
    return Arrays.stream(UsageBy.values())
        .filter(by -> word(by).equals(text))
        .findFirst()
        .orElseThrow(
            () ->
                Problem.invalid(
                    "by",
                    Arrays.stream(UsageBy.values())
                        .map(UsageApi::word)
                        .collect(Collectors.joining(", ", "one of ", ""))));
  }

  private static String word(UsageBy by) {
    return by.name().toLowerCase(Locale.ROOT);
  }

  private static UsageCursor cursor(String text) {
    try {
      return UsageCursor.of(text);
    } catch (IllegalArgumentException e) {
      throw Problem.invalid("cursor", "nextCursor of an earlier page");
    }
  }
}
