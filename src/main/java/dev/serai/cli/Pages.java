package dev.serai.cli;

import com.grack.nanojson.JsonArray;
import com.grack.nanojson.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Lists of the admin API that come in pages. */
final class Pages {
  private static final int PAGE = 500;

  private Pages() {}

  /**
   * @param more whether there are further ones
   */
  record Found(List<JsonObject> items, boolean more) {}

  static List<JsonObject> all(AdminApi api, String path) {
    return all(api, path, Map.of());
  }

  /**
   * @param filter empty values ask for any
   */
  static List<JsonObject> all(AdminApi api, String path, Map<String, String> filter) {
    return most(api, path, filter, Integer.MAX_VALUE).items();
  }

  static Found most(AdminApi api, String path, Map<String, String> filter, int most) {
    List<JsonObject> all = new ArrayList<>();
    String after = "";
    do {
      Map<String, String> query = new LinkedHashMap<>();
      query.put("limit", String.valueOf(Math.min(PAGE, most - all.size())));
      filter.forEach(
          (name, value) -> {
            if (!value.isEmpty()) query.put(name, value);
          });
      if (!after.isEmpty()) query.put("after", after);
      JsonObject page = api.get(path, query);
      all.addAll(Limits.in(page, "items"));
      after = page.getString("next", "");
    } while (!after.isEmpty() && all.size() < most);
    return new Found(all, !after.isEmpty());
  }

  /** Of texts, as one cell. */
  static String texts(JsonObject from, String field) {
    return from.getArray(field, new JsonArray()).stream()
        .map(String::valueOf)
        .collect(Collectors.joining(" "));
  }
}
