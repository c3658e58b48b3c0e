package dev.serai.roles;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.serai.access.Permission;
import dev.serai.admin.Problem;
import dev.serai.models.Nearest;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A list of permissions as JSON. Stored ones may be of another version, or written by hand: what is
 * not entirely understood grants nothing.
 *
 * @param broken why it is not understood, empty when it is
 */
record PermissionList(Set<Permission> permissions, String broken) {
  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

  private static final List<String> KNOWN =
      Arrays.stream(Permission.values()).map(Permission::text).toList();

  PermissionList {
    permissions = Set.copyOf(permissions);
  }

  static PermissionList stored(String json) {
    JsonNode list;
    try {
      list = JSON.readTree(json);
    } catch (JsonProcessingException _) {
      return broken("it is no JSON");
    }
    if (!list.isArray()) return broken("it is no list");
    Set<Permission> permissions = EnumSet.noneOf(Permission.class);
    for (JsonNode entry : list) {
      Optional<Permission> permission =
          entry.isTextual() ? Permission.of(entry.textValue()) : Optional.empty();
      if (permission.isEmpty()) return broken("there is no permission " + entry);
      permissions.add(permission.get());
    }
    return new PermissionList(permissions, "");
  }

  private static PermissionList broken(String why) {
    return new PermissionList(Set.of(), why);
  }

  /**
   * As somebody sends them.
   *
   * @throws Problem 422 that names the first unknown one, and the nearest there is
   */
  static Set<Permission> sent(List<String> texts) {
    if (texts.isEmpty()) throw Problem.invalid("permissions", "at least one permission");
    Set<Permission> permissions = EnumSet.noneOf(Permission.class);
    for (int i = 0; i < texts.size(); i++) {
      // from JSON it may well be null
      String text = String.valueOf((Object) texts.get(i));
      String field = "permissions[" + i + "]";
      permissions.add(
          Permission.of(text).orElseThrow(() -> Problem.invalid(field, expected(text))));
    }
    return permissions;
  }

  private static String expected(String text) {
    List<String> nearest = Nearest.to(text, KNOWN, 1);
    String hint =
        nearest.isEmpty() ? "GET /api/permissions lists them" : "did you mean " + nearest.get(0);
    return "a permission; there is no " + quoted(text) + ", " + hint;
  }

  private static String quoted(String text) {
    String printable = text.replaceAll("[^\\x21-\\x7e]", "?");
    return '"' + (printable.length() > 60 ? printable.substring(0, 60) + "…" : printable) + '"';
  }

  static String json(Collection<Permission> permissions) {
    ArrayNode list = JSON.createArrayNode();
    texts(permissions).forEach(list::add);
    return list.toString();
  }

  /** In the order of the catalogue. */
  static List<String> texts(Collection<Permission> permissions) {
    return permissions.stream().sorted().map(Permission::text).toList();
  }
}
