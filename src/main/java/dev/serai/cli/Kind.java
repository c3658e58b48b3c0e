package dev.serai.cli;

import com.grack.nanojson.JsonObject;
import java.util.List;
import java.util.Map;

/**
 * A kind of thing of the admin API: where it is, and how one is found by what people call it.
 *
 * @param word for one of them, in a sentence
 * @param noun the command that is about them
 * @param search query parameter that narrows the list to a name, empty = none
 * @param byName whether its path takes the name itself
 */
record Kind(String word, String noun, String path, String search, boolean byName) {
  static final Kind ORGANIZATION =
      new Kind("organization", "organization", "/api/organizations", "", false);
  static final Kind TEAM = new Kind("team", "team", "/api/teams", "q", false);
  static final Kind PROJECT = new Kind("project", "project", "/api/projects", "q", false);
  static final Kind USER = new Kind("user", "user", "/api/users", "q", false);
  static final Kind SERVICE_ACCOUNT =
      new Kind("service account", "service-account", "/api/service-accounts", "q", false);
  static final Kind ROLE = new Kind("role", "role", "/api/roles", "", false);
  static final Kind API_KEY = new Kind("API key", "api-key", "/api/api-keys", "name", false);
  static final Kind PROVIDER = new Kind("provider", "provider", "/api/providers", "", true);
  static final Kind POLICY = new Kind("policy", "policy", "/api/policies", "", true);

  private static final String ID = "[0-9A-HJKMNP-TV-Z]{26}";

  /** As it is now, by its id, its name, or a user's email address. */
  Api.Versioned read(AdminApi api, String idOrName) {
    return api.read(path(byName || idOrName.matches(ID) ? idOrName : id(api, idOrName)));
  }

  /** The id of the only one that is called so. */
  String id(AdminApi api, String idOrName) {
    if (idOrName.matches(ID)) return idOrName;
    Map<String, String> narrowed = search.isEmpty() ? Map.of() : Map.of(search, idOrName);
    List<JsonObject> called =
        Pages.all(api, path, narrowed).stream().filter(each -> isCalled(each, idOrName)).toList();
    if (called.isEmpty()) {
      throw Failure.of(word + " \"" + idOrName + "\" not found", "try: serai " + noun + " list");
    }
    if (called.size() > 1) {
      List<String> ids = called.stream().map(each -> Keys.text(each, "id")).toList();
      throw Failure.usage(
          word + " \"" + idOrName + "\" is not the only one of that name",
          "give its id: " + String.join(" or ", ids));
    }
    return Keys.text(called.getFirst(), "id");
  }

  private static boolean isCalled(JsonObject each, String text) {
    return List.of("id", "name", "email").stream()
        .anyMatch(field -> text.equalsIgnoreCase(Keys.text(each, field)));
  }

  String path(String id) {
    return path + "/" + Api.encode(id);
  }

  String path(JsonObject one) {
    return path(Keys.text(one, byName ? "name" : "id"));
  }

  /** "team payments". */
  String title(JsonObject one) {
    return word + " " + Table.safe(Keys.text(one, "name"));
  }
}
