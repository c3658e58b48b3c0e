package dev.serai.usage;

import dev.serai.access.Permission;
import dev.serai.access.Requires;
import dev.serai.access.SignedIn;
import dev.serai.admin.Mutations;
import dev.serai.admin.Page;
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
@RequestMapping(produces = MediaType.APPLICATION_JSON_VALUE)
@Tag(name = "usage", description = "What was used and what it cost")
class UsageApi {
  private static final Set<String> OUTCOMES =
      Set.of("", "served", "refused", "failed", "abandoned");

  private final UsageSums sums;
  private final UsageQueries queries;
  private final UsageScopes scopes;
  private final Mutations mutations;
  private final UsageSettings settings;
  private final Clock clock;

  UsageApi(
      UsageSums sums,
      UsageQueries queries,
      UsageScopes scopes,
      Mutations mutations,
      UsageSettings settings,
      Clock clock) {
    this.sums = sums;
    this.queries = queries;
    this.scopes = scopes;
    this.mutations = mutations;
    this.settings = settings;
    this.clock = clock;
  }

  /** Sums over the calls that started in a range of whole hours or, beyond 60 days, whole days. */
  @Requires(Permission.GATEWAY_USAGE_VIEW)
  @GetMapping("/api/usage")
  @Operation(
      operationId = "summariseUsage",
      summary = "Sum up usage",
      description =
          "Of the calls that started in a range: last (30m, 24h, 7d), or from (inclusive) and to."
              + " Whole hours are summed up, beyond 60 days whole days (UTC): from of the answer is"
              + " the start of the first one. What it cost is told with gatewaySpend:view, whose"
              + " other people's personal calls are with virtualKeys:viewOtherPersonal.")
  UsageSummary summary(@ParameterObject UsageQuestion question) {
    return summary(question, scopes.of(Permission.GATEWAY_USAGE_VIEW));
  }

  private UsageSummary summary(UsageQuestion question, UsageScope scope) {
    Instant now = clock.instant();
    UsageRange range = question.range(now, settings.hoursFrom(now));
    Map<UsageBy, String> only = question.only();
    UsageBy by = question.groups();
    scopes.check(only, scope);
    UsageSummary summary = sums.summary(range, by, only, scope);
    if (question.wantsSeries()) summary = summary.with(sums.series(range, only, scope));
    return range.to().isAfter(now) ? summary.until(now) : summary;
  }

  /** As {@link #summary(UsageQuestion)}, of whoever asks. */
  @SignedIn
  @GetMapping("/api/me/usage")
  @Operation(
      operationId = "summariseOwnUsage",
      summary = "Sum up your own usage",
      description = "As summariseUsage, of the calls that were made in your name alone.")
  UsageSummary own(@ParameterObject UsageQuestion question) {
    return summary(question, scopes.own());
  }

  /** Single records, newest first. */
  @Requires(Permission.GATEWAY_LOGS_VIEW)
  @GetMapping("/api/usage/records")
  @Operation(operationId = "listUsageRecords", summary = "List single records, newest first")
  Page<UsageEntry> records(
      @RequestParam(defaultValue = "") String key,
      @RequestParam(defaultValue = "") String model,
      @RequestParam(defaultValue = "") String outcome,
      @RequestParam(defaultValue = Page.USUAL) int limit,
      @RequestParam(defaultValue = "") String after) {
    if (!OUTCOMES.contains(outcome))
      throw Problem.invalid("outcome", "one of served, refused, failed, abandoned");
    UsageFilter filter = new UsageFilter(key, model, outcome);
    UsageScope scope = scopes.of(Permission.GATEWAY_LOGS_VIEW);
    if (!key.isEmpty()) scopes.check(Map.of(UsageBy.KEY, key), scope);
    UsageQueries.Found found =
        queries.records(filter, scope, Page.checked(limit), after.isEmpty() ? null : cursor(after));
    if (found.others() > 0 && !scope.organization().isEmpty())
      mutations.read(
          "usage.view-other-personal",
          "usage",
          "",
          Map.of("count", String.valueOf(found.others())));
    return found.page();
  }

  private static UsageCursor cursor(String text) {
    try {
      return UsageCursor.of(text);
    } catch (IllegalArgumentException e) {
      throw Problem.invalid("after", "next of an earlier page");
    }
  }
}
