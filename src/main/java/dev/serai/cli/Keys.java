package dev.serai.cli;

import com.grack.nanojson.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Virtual keys as the admin API tells them: every page, and one by its id or name. */
final class Keys {
  private static final String ID = "[0-9A-HJKMNP-TV-Z]{26}";

  private static final String OF_DEVICE = "device-";

  private final AdminApi api;
  private final boolean mine;

  Keys(AdminApi api) {
    this(api, false);
  }

  /**
   * @param mine one's own, which take no permission, and no others
   */
  Keys(AdminApi api, boolean mine) {
    this.api = api;
    this.mine = mine;
  }

  String path() {
    return mine ? "/api/me/keys" : "/api/keys";
  }

  String path(JsonObject key) {
    return path() + "/" + text(key, "id");
  }

  /**
   * @param project empty = of every project
   * @param status empty = whatever it is
   */
  List<JsonObject> all(String project, String status) {
    return Pages.all(api, path(), Map.of("project", project, "status", status));
  }

  /** The key of this id, or the only one of this name; a revoked one frees its name. */
  JsonObject find(String idOrName, String project) {
    if (idOrName.matches(ID)) return api.get(path() + "/" + idOrName, Map.of());
    List<JsonObject> named =
        all(project, "").stream().filter(key -> isCalled(key, idOrName)).toList();
    List<JsonObject> alive =
        named.stream().filter(key -> !"revoked".equals(text(key, "status"))).toList();
    if (named.isEmpty()) {
      throw Failure.of(
          "key \"" + idOrName + "\" not found",
          mine
              ? "looked among your own"
              : project.isEmpty() ? "looked in every project" : "in project " + project,
          "try: serai key list" + (mine ? " --mine" : ""));
    }
    if (alive.size() > 1) {
      List<String> projects = alive.stream().map(key -> text(key, "project")).toList();
      throw Failure.usage(
          "key \"" + idOrName + "\" is not the only one of that name",
          "it exists in the projects " + String.join(", ", projects),
          "try: --project " + projects.getFirst() + ", or the key's id (serai key list)");
    }
    return alive.isEmpty() ? named.getFirst() : alive.getFirst();
  }

  /** One's own may be called by their device. */
  private boolean isCalled(JsonObject key, String text) {
    String name = text(key, "name");
    return name.equals(text) || mine && name.equals(OF_DEVICE + text);
  }

  /** "ci (vk-lw-…9f2c)": enough to tell keys apart, too little to use one. */
  static String title(JsonObject key) {
    return text(key, "name") + " (" + shown(key) + ")";
  }

  static String shown(JsonObject key) {
    return text(key, "prefix") + "…" + text(key, "lastFour");
  }

  static String text(JsonObject key, String field) {
    return Objects.toString(key.get(field), "");
  }
}
