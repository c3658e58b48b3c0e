package dev.serai.cli;

import com.grack.nanojson.JsonObject;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a status line says.
 *
 * @param spent USD in this session; null = not known
 * @param exact whether the gateway counted that, all of it, and not the tool
 * @param tight the limit with the least left; null = none
 * @param hourly USD an hour; null = too early to tell
 */
record StatusLine(
    @Nullable BigDecimal spent,
    boolean exact,
    @Nullable JsonObject tight,
    @Nullable BigDecimal hourly) {
  private static final BigDecimal WARN = BigDecimal.valueOf(80);
  private static final BigDecimal ALARM = BigDecimal.valueOf(95);
  private static final BigDecimal HOUR_MILLIS = BigDecimal.valueOf(3_600_000);
  private static final BigDecimal MINUTE_MILLIS = BigDecimal.valueOf(60_000);

  /**
   * @param budget answer of {@code /v1/budget}; empty = none
   * @param tool what Claude Code tells; empty = nothing
   */
  static StatusLine of(JsonObject budget, JsonObject tool) {
    List<JsonObject> limits =
        Limits.in(budget, "limits").stream().filter(l -> !l.getBoolean("paused", false)).toList();
    JsonObject cost = tool.getObject("cost", new JsonObject());
    JsonObject session = budget.getObject("session", new JsonObject());
    @Nullable BigDecimal counted = inLimit(limits);
    if (session.get("usd") != null && Amount.number(session, "unpriced").signum() == 0) {
      BigDecimal usd = Amount.number(session, "usd");
      // what has just ended is in the limit at once, and a moment later in the session's sums
      counted = counted == null ? usd : usd.max(counted);
    }
    @Nullable BigDecimal spent = counted;
    if (spent == null && cost.get("total_cost_usd") != null)
      spent = Amount.number(cost, "total_cost_usd");
    @Nullable BigDecimal hourly = null;
    BigDecimal millis = Amount.number(cost, "total_duration_ms");
    if (spent != null && millis.compareTo(MINUTE_MILLIS) >= 0)
      hourly = spent.multiply(HOUR_MILLIS).divide(millis, 9, RoundingMode.HALF_UP);
    return new StatusLine(spent, counted != null, tight(limits), hourly);
  }

  private static @Nullable BigDecimal inLimit(List<JsonObject> limits) {
    return limits.stream()
        .filter(l -> Keys.text(l, "scope").equals("session"))
        .filter(l -> Keys.text(l, "measure").equals("usd"))
        .map(l -> Amount.number(l, "spent"))
        .reduce(BigDecimal::max)
        .orElse(null);
  }

  private static @Nullable JsonObject tight(List<JsonObject> limits) {
    return limits.stream()
        .filter(l -> !Keys.text(l, "window").equals("minute")) // full and empty in turn
        .max(
            Comparator.comparing((JsonObject l) -> Amount.number(l, "usedPercent"))
                .thenComparing(l -> Keys.text(l, "measure").equals("usd")))
        .orElse(null);
  }

  /** "$1.23 spent · $3.77 of $5.00 left (session) · $0.84/h"; empty when nothing is known. */
  String text(boolean colour) {
    List<String> parts = new ArrayList<>();
    if (spent != null) parts.add((exact ? "" : "~") + dollars(spent) + " spent");
    if (tight != null) parts.add(left(tight, colour));
    if (hourly != null) parts.add(dollars(hourly) + "/h");
    return String.join(" · ", parts);
  }

  JsonObject json() {
    JsonObject json = new JsonObject();
    if (spent != null) json.put("spentUsd", spent.toPlainString());
    if (spent != null) json.put("exact", exact);
    if (hourly != null) json.put("usdPerHour", hourly.toPlainString());
    if (tight != null) json.put("limit", tight);
    return json;
  }

  private static String left(JsonObject limit, boolean colour) {
    String text =
        "%s of %s left (%s)"
            .formatted(
                amount(limit, "left", false),
                amount(limit, "cap", true),
                Table.safe(Limits.subject(limit)));
    BigDecimal used = Amount.number(limit, "usedPercent");
    if (!colour || used.compareTo(WARN) < 0) return text;
    return (used.compareTo(ALARM) < 0 ? "\u001b[33m" : "\u001b[31m") + text + "\u001b[0m";
  }

  private static String amount(JsonObject limit, String field, boolean unit) {
    String measure = Keys.text(limit, "measure");
    BigDecimal value = Amount.number(limit, field);
    if (measure.equals("usd")) return dollars(value);
    String count = String.format(Locale.ROOT, "%,.0f", value);
    if (!unit) return count;
    return count + " " + (measure.equals("total-tokens") ? "tokens" : measure.replace('-', ' '));
  }

  private static String dollars(BigDecimal value) {
    return String.format(Locale.ROOT, "$%,.2f", value);
  }
}
