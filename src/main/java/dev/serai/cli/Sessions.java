package dev.serai.cli;

import com.grack.nanojson.JsonObject;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Sessions as the admin API tells them: one's own, or with a permission everybody's. */
final class Sessions {
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
    if (all) return api.get(path(true) + "/" + Api.encode(id), Map.of());
    return Pages.all(api, path(false)).stream()
        .filter(each -> id.equals(Keys.text(each, "id")))
        .findFirst()
        .orElseThrow(
            () ->
                Failure.of(
                    "session \"" + id + "\" is none of yours",
                    "try: serai session list; another's: serai session show " + id + " --all"));
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
    JsonObject usage = api.get(all ? "/api/usage" : "/api/me/usage", query);
    return usage.getObject("total", new JsonObject());
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
