package dev.serai.cli;

import com.grack.nanojson.JsonArray;
import com.grack.nanojson.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Limits as the admin API tells them: every page, one, and the words for it. */
final class Limits {
  private static final Set<String> EACH = Set.of("group-member", "end-user");

  private final AdminApi api;

  Limits(AdminApi api) {
    this.api = api;
  }

  /**
   * @param filter scope, target and measure; empty values ask for any
   */
  List<JsonObject> all(Map<String, String> filter) {
    return Pages.all(api, "/api/limits", filter);
  }

  JsonObject get(String id) {
    return api.get(path(id), Map.of());
  }

  JsonObject change(String id, Map<String, ?> fields) {
    return api.patch(path(id), fields);
  }

  static String path(String id) {
    return "/api/limits/" + Api.encode(id);
  }

  static List<JsonObject> in(JsonObject answer, String field) {
    return answer.getArray(field, new JsonArray()).stream().map(JsonObject.class::cast).toList();
  }

  /** Whether each member of its scope has a quota of their own. */
  static boolean each(JsonObject limit) {
    return EACH.contains(Keys.text(limit, "scope"));
  }

  /** What an admin has to know when a file has the last word, else empty. */
  static String ofFile(JsonObject limit) {
    return Keys.text(limit, "managedBy").equals("file")
        ? "It comes from serai.yaml: change it there too, or the next apply puts it back."
        : "";
  }

  /** Where its figures are: the admin API keeps them apart, the gateway does not. */
  static JsonObject standing(JsonObject limit) {
    return limit.getObject("standing", limit);
  }

  static Amount amount(JsonObject from, String field, JsonObject limit) {
    return Amount.of(from, field, Keys.text(limit, "measure"));
  }

  /** "key ci": a name where there is one. */
  static String subject(JsonObject limit) {
    return (Keys.text(limit, "scope") + " " + target(limit)).strip();
  }

  static String target(JsonObject limit) {
    String name = Keys.text(limit, "targetName");
    return name.isEmpty() ? Keys.text(limit, "target") : name;
  }

  /** "01J… (key ci: 100.00 USD a month)". */
  static String title(JsonObject limit, Terminal terminal) {
    String about = about(limit);
    return "%s (%s: %s%s%s)"
        .formatted(
            Keys.text(limit, "id"),
            Table.safe(subject(limit)),
            amount(limit, "cap", limit).words(terminal),
            window(Keys.text(limit, "window")),
            about.isEmpty() ? "" : ", only " + Table.safe(about));
  }

  /** Provider and models that it is about; empty = all. */
  static String about(JsonObject limit) {
    List<String> words = new ArrayList<>();
    String provider = Keys.text(limit, "provider");
    if (!provider.isEmpty()) words.add(provider);
    limit.getArray("models", new JsonArray()).forEach(model -> words.add(String.valueOf(model)));
    return String.join(" ", words);
  }

  private static String window(String word) {
    return switch (word) {
      case "" -> "";
      case "total" -> " in all";
      case "manual" -> " until a reset";
      case "hour" -> " an hour";
      default -> word.startsWith("rolling ") ? " in any " + word.substring(8) : " a " + word;
    };
  }
}
