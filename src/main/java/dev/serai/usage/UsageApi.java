package dev.serai.usage;

import dev.serai.access.Permission;
import dev.serai.access.Requires;
import dev.serai.admin.Problem;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.springdoc.core.annotations.ParameterObject;
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
  private static final Set<String> OUTCOMES =
      Set.of("", "served", "refused", "failed", "abandoned");

  private final UsageSums sums;
  private final UsageQueries queries;
  private final UsageSettings settings;
  private final Clock clock;

  UsageApi(UsageSums sums, UsageQueries queries, UsageSettings settings, Clock clock) {
    this.sums = sums;
    this.queries = queries;
    this.settings = settings;
    this.clock = clock;
  }

  /** Sums over the calls that started in a range of whole hours or, beyond 60 days, whole days. */
  @Requires(Permission.GATEWAY_USAGE_VIEW)
  @GetMapping
  @Operation(
      operationId = "summariseUsage",
      summary = "Sum up usage",
      description =
          "Of the calls that started in a range: last (30m, 24h, 7d), or from (inclusive) and to."
              + " Whole hours are summed up, beyond 60 days whole days (UTC): from of the answer is"
              + " the start of the first one.")
  UsageSummary summary(@ParameterObject UsageQuestion question) {
    Instant now = clock.instant();
    UsageRange range = question.range(now, settings.hoursFrom(now));
    Map<UsageBy, String> only = question.only();
    UsageSummary summary = sums.summary(range, question.groups(), only);
    if (question.wantsSeries()) summary = summary.with(sums.series(range, only));
    return range.to().isAfter(now) ? summary.until(now) : summary;
  }

  /** Single records, newest first. */
  @Requires(Permission.GATEWAY_LOGS_VIEW)
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

  private static UsageCursor cursor(String text) {
    try {
      return UsageCursor.of(text);
    } catch (IllegalArgumentException e) {
      throw Problem.invalid("cursor", "nextCursor of an earlier page");
    }
  }
}
