package dev.serai.pipeline;

import dev.serai.call.Caller;
import dev.serai.dialects.Json;
import dev.serai.leases.Standing;
import dev.serai.limits.Limit;
import dev.serai.limits.LimitStanding;
import dev.serai.limits.Measure;
import dev.serai.usage.SessionUsage.Used;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The limits that hold a caller, and what its session used, as JSON. Amounts are numbers in the
 * measure's unit.
 */
final class BudgetPage {
  private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

  private BudgetPage() {}

  /**
   * @param used in the caller's session; empty for a key, and while nobody can say
   */
  static String of(Caller caller, List<LimitStanding> limits, Optional<Used> used) {
    return "{\"key\":"
        + Json.quoted(caller.keyName())
        + used.map(u -> ",\"session\":" + session(caller.session(), u)).orElse("")
        + ",\"limits\":["
        + limits.stream().map(BudgetPage::one).collect(Collectors.joining(","))
        + "]}";
  }

  private static String session(String id, Used used) {
    return "{\"id\":%s,\"requests\":%d,\"tokens\":%d,\"usd\":%s,\"unpriced\":%d}"
        .formatted(
            Json.quoted(id),
            used.requests(),
            used.tokens(),
            Measure.USD.decimal(used.costNanos()).toPlainString(),
            used.unpriced());
  }

  private static String one(LimitStanding stands) {
    Limit limit = stands.limit();
    Standing standing = stands.standing();
    StringBuilder json = new StringBuilder(512).append('{');
    text(json, "id", limit.id());
    text(json, "scope", limit.scope().word());
    text(json, "target", limit.target());
    text(json, "targetName", limit.targetName());
    text(json, "member", stands.member());
    text(json, "measure", limit.measure().word());
    text(json, "window", limit.window().text());
    text(json, "timeZone", limit.window().zone().getId());
    amount(json, "cap", limit, limit.cap());
    amount(json, "spent", limit, standing.spent());
    amount(json, "reserved", limit, standing.reserved());
    amount(json, "left", limit, standing.left());
    raw(json, "usedPercent", percent(standing.spent(), limit.cap()));
    time(json, "startsAt", stands.period().since());
    time(json, "resetsAt", stands.resetsAt());
    text(json, "onBreach", limit.onBreach().word());
    raw(json, "paused", Boolean.toString(limit.paused()));
    text(json, "provider", limit.filter().provider());
    raw(
        json,
        "models",
        limit.filter().models().stream()
            .map(Json::quoted)
            .collect(Collectors.joining(",", "[", "]")));
    text(json, "contact", limit.contact());
    json.setCharAt(json.length() - 1, '}');
    return json.toString();
  }

  private static String percent(long spent, long cap) {
    if (cap == 0) return "100";
    return BigDecimal.valueOf(spent)
        .multiply(HUNDRED)
        .divide(BigDecimal.valueOf(cap), 1, RoundingMode.DOWN)
        .stripTrailingZeros()
        .toPlainString();
  }

  private static void amount(StringBuilder json, String name, Limit limit, long amount) {
    raw(json, name, limit.measure().decimal(amount).toPlainString());
  }

  private static void time(StringBuilder json, String name, long millis) {
    raw(
        json,
        name,
        millis == Long.MAX_VALUE ? "null" : Json.quoted(Instant.ofEpochMilli(millis).toString()));
  }

  private static void text(StringBuilder json, String name, String value) {
    raw(json, name, Json.quoted(value));
  }

  private static void raw(StringBuilder json, String name, String value) {
    json.append('"').append(name).append("\":").append(value).append(',');
  }
}
