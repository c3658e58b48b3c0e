package dev.serai.keycloak;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What has to change in something of Keycloak so that it is as the file says. What the file does
 * not mention stays as it is.
 *
 * @param merged all of it, to be sent back
 * @param fields that differ
 */
record Difference(ObjectNode merged, List<String> fields) {
  /** Lists that others add to: what is there stays. */
  private static final Set<String> GROWING = Set.of("redirectUris", "webOrigins");

  static Difference between(JsonNode actual, JsonNode wanted) {
    ObjectNode merged = actual.deepCopy();
    List<String> fields = new ArrayList<>();
    merge(merged, wanted, "", fields);
    return new Difference(merged, fields);
  }

  boolean none() {
    return fields.isEmpty();
  }

  @Override
  public String toString() {
    return String.join(", ", fields);
  }

  private static void merge(ObjectNode into, JsonNode wanted, String path, List<String> fields) {
    for (Map.Entry<String, JsonNode> field : wanted.properties()) {
      String name = field.getKey();
      JsonNode is = into.path(name);
      JsonNode should = field.getValue();
      if (is.isObject() && should.isObject()) {
        merge((ObjectNode) is, should, path + name + ".", fields);
      } else if (should.isArray()) {
        TreeSet<String> all = texts(should);
        TreeSet<String> there = texts(is);
        if (GROWING.contains(name)) all.addAll(there);
        if (!all.equals(there)) {
          into.set(name, array(into, all));
          fields.add(path + name);
        }
      } else if (!is.asText().equals(should.asText())) {
        // numbers and truth values are texts in some places
        into.set(name, should);
        fields.add(path + name);
      }
    }
  }

  private static TreeSet<String> texts(JsonNode array) {
    TreeSet<String> texts = new TreeSet<>();
    array.forEach(each -> texts.add(each.asText()));
    return texts;
  }

  private static ArrayNode array(ObjectNode factory, Set<String> texts) {
    ArrayNode array = factory.arrayNode();
    texts.forEach(array::add);
    return array;
  }
}
