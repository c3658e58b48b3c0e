package dev.serai.keycloak;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.keycloak.representations.idm.RoleRepresentation;
import org.keycloak.util.JsonSerialization;

/** Between Keycloak's representations and trees. */
final class Json {
  private Json() {}

  static JsonNode of(Object representation) {
    return JsonSerialization.mapper.valueToTree(representation);
  }

  static <T> T to(JsonNode tree, Class<T> representation) {
    return JsonSerialization.mapper.convertValue(tree, representation);
  }

  static RoleRepresentation role(JsonNode tree) {
    return to(tree, RoleRepresentation.class);
  }

  static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(each -> texts.add(each.asText()));
    return texts;
  }
}
