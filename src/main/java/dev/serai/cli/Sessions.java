package dev.serai.cli;

import com.grack.nanojson.JsonObject;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Sessions as the admin API tells them: one's own, or with a permission everybody's. */
final class Sessions {
  /** The API answers with at most so many groups. */
  private static final int MOST_GROUPS = 1000;

  private static final List<String> TOKENS =
      List.of("inputTokens", "cacheReadTokens", "cacheWriteTokens", "outputTokens");

  private final AdminApi api;
  private final boolean all;

  /**
   * @param all other people's too
   */
  Sessions(AdminApi api, boolean all) {
    this.api = api;
    this.all = all;
  }

  static String path(boolean all) {
    return all ? "/api/sessions" : "/api/me/sessions";
  }

  JsonObject find(String id) {
    return ofMine(id, () -> api.get(path(all) + "/" + Api.encode(id), Map.of()));
  }

  /** Of one's own; all that are about it, also those of an administrator. */
  List<JsonObject> limits(String id) {
    return ofMine(id, () -> Limits.in(api.get(limitsPath(id), Map.of()), "items"));
  }

  /**
   * Of one's own, in place of what one has said before.
   *
   * @param caps by the API's words of a session's limits
   */
  void limit(String id, Map<String, BigDecimal> caps) {
    api.put(limitsPath(id), caps, Map.of());
  }

  private static String limitsPath(String id) {
    return path(false) + "/" + Api.encode(id) + "/limits";
  }

  private <T> T ofMine(String id, Supplier<T> asked) {
    try {
      return asked.get();
    } catch (Failure failure) {
      if (all || failure.status() != 404) throw failure;
      throw Failure.of(
          "session \"" + id + "\" is none of yours", "try: serai session list; another's: --all");
    }
  }

  /** "tokens" for "total-tokens": what the API calls it in the limits of a session. */
  static String field(String measure) {
    return measure.equals("total-tokens") ? "tokens" : measure;
  }

  JsonObject revoke(String id) {
    return api.post(path(all) + "/" + Api.encode(id) + "/revoke", Map.of());
  }

  /** Sums of what was used in it. */
  JsonObject usage(JsonObject session) {
    Map<String, String> query =
        Map.of(
            "session", Keys.text(session, "id"),
            "from", Keys.text(session, "startedAt"),
            "by", "session");
    JsonObject usage = api.get(usagePath(), query);
    return usage.getObject("total", new JsonObject());
  }

  /**
   * Puts the sums of each into it, as far as one may know them.
   *
   * @param sessions newest first
   */
  void addUsage(List<JsonObject> sessions) {
    if (sessions.isEmpty()) return;
    Map<String, String> query =
        Map.of("by", "session", "from", Keys.text(sessions.getLast(), "startedAt"));
    JsonObject usage;
    try {
      usage = api.get(usagePath(), query);
    } catch (Failure failure) {
      if (failure.status() == 403) return;
      throw failure;
    }
    Map<String, JsonObject> sums = new HashMap<>();
    for (JsonObject row : Limits.in(usage, "rows")) sums.put(Keys.text(row, "id"), row);
    boolean whole = sums.size() < MOST_GROUPS;
    for (JsonObject session : sessions) {
      JsonObject sum = sums.get(Keys.text(session, "id"));
      if (sum != null) session.put("usage", sum);
      else if (whole) session.put("usage", nothing(usage));
    }
  }

  private String usagePath() {
    return all ? "/api/usage" : "/api/me/usage";
  }

  /** Costs are told where they are told of others. */
  private static JsonObject nothing(JsonObject usage) {
    JsonObject nothing = new JsonObject();
    nothing.put("requests", 0);
    TOKENS.forEach(name -> nothing.put(name, 0));
    boolean told = !usage.getObject("total", new JsonObject()).isNull("costUsd");
    nothing.put("costUsd", told ? "0" : null);
    return nothing;
  }

  /** In and out, of sums of usage. */
  static BigDecimal tokens(JsonObject usage) {
    return TOKENS.stream()
        .map(name -> Amount.number(usage, name))
        .reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  /** "claude on laptop". */
  static String title(JsonObject session) {
    return Table.safe(Keys.text(session, "tool") + " on " + Keys.text(session, "device"));
  }

  /** "open", or how it came to its end. */
  static String state(JsonObject session, Instant now) {
    String by = Keys.text(session, "endedBy");
    if (!by.isEmpty()) return by;
    String expires = Keys.text(session, "expiresAt");
    return !expires.isEmpty() && Instant.parse(expires).isBefore(now) ? "expired" : "open";
  }

  /** "5 USD, 100 requests". */
  static String limits(JsonObject session) {
    JsonObject limits = session.getObject("limits", new JsonObject());
    return Stream.of("usd", "requests", "tokens")
        .filter(measure -> limits.get(measure) != null)
        .map(measure -> new Amount(Amount.number(limits, measure), measure))
        .map(Sessions::words)
        .collect(Collectors.joining(", "));
  }

  private static String words(Amount amount) {
    String unit = amount.measure().equals("usd") ? "USD" : amount.measure();
    String value = amount.value().stripTrailingZeros().toPlainString();
    return value + " " + (value.equals("1") ? unit.replaceAll("s$", "") : unit);
  }
}
