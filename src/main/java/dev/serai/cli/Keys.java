package dev.serai.cli;

import com.grack.nanojson.JsonArray;
import com.grack.nanojson.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Virtual keys as the admin API tells them: every page, and one by its id or name. */
final class Keys {
  private static final int PAGE = 200;
  private static final String ID = "[0-9A-HJKMNP-TV-Z]{26}";

  private final AdminApi api;

  Keys(AdminApi api) {
    this.api = api;
  }

  List<JsonObject> all() {
    List<JsonObject> keys = new ArrayList<>();
    String cursor = "";
    do {
      Map<String, String> query = new LinkedHashMap<>();
      query.put("limit", String.valueOf(PAGE));
      if (!cursor.isEmpty()) query.put("cursor", cursor);
      JsonObject page = api.get("/api/keys", query);
      for (Object item : page.getArray("items", new JsonArray())) keys.add((JsonObject) item);
      cursor = page.getString("next", "");
    } while (!cursor.isEmpty());
    return keys;
  }

  /** The key of this id, or the only one of this name. */
  JsonObject find(String idOrName, @Nullable String project) {
    if (idOrName.matches(ID)) return api.get("/api/keys/" + idOrName, Map.of());
    List<JsonObject> found =
        all().stream()
            .filter(key -> idOrName.equals(key.getString("name")))
            .filter(key -> project == null || project.equals(key.getString("project")))
            .toList();
    String where = project == null ? "in every project" : "in project " + project;
    if (found.isEmpty()) {
      throw Failure.of(
          "key \"" + idOrName + "\" not found", "looked " + where, "try: serai key list");
    }
    if (found.size() > 1) {
      List<String> projects = found.stream().map(key -> key.getString("project")).toList();
      throw Failure.usage(
          "key \"" + idOrName + "\" is not the only one of that name",
          "it exists in the projects " + String.join(", ", projects),
          "try: --project " + projects.getFirst() + ", or the key's id (serai key list)");
    }
    return found.getFirst();
  }

  /** "ci (vk-lw-…9f2c)": enough to tell keys apart, too little to use one. */
  static String title(JsonObject key) {
    return key.getString("name") + " (" + shown(key) + ")";
  }

  static String shown(JsonObject key) {
    return key.getString("prefix", "vk-lw-") + "…" + key.getString("lastFour", "");
  }

  static String text(JsonObject key, String field) {
    return Objects.toString(key.get(field), "");
  }
}
