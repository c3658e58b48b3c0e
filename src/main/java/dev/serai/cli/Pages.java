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
  private static final String PAGE = "500";

  private Pages() {}

  static List<JsonObject> all(AdminApi api, String path) {
    List<JsonObject> all = new ArrayList<>();
    String after = "";
    do {
      Map<String, String> query = new LinkedHashMap<>(Map.of("limit", PAGE));
      if (!after.isEmpty()) query.put("after", after);
      JsonObject page = api.get(path, query);
      all.addAll(Limits.in(page, "items"));
      after = page.getString("next", "");
    } while (!after.isEmpty());
    return all;
  }

  /** Of texts, as one cell. */
  static String texts(JsonObject from, String field) {
    return from.getArray(field, new JsonArray()).stream()
        .map(String::valueOf)
        .collect(Collectors.joining(" "));
  }
}
