package dev.serai.keycloak;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/**
 * The realm as code: {@code realm.json}, and {@code realm-local.json} with what the local profile
 * adds. Both are representations as Keycloak exports them, and {@code userProfile} as its API has
 * it.
 *
 * @param name of the realm; the one in the files is {@value #NAME}
 */
public record RealmFiles(Path folder, String name) {
  public static final String NAME = "serai";
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Without a person in it. */
  ObjectNode realm() {
    return read("realm.json");
  }

  /** Groups and users of the local profile. */
  ObjectNode local() {
    return read("realm-local.json");
  }

  private ObjectNode read(String file) {
    Path path = folder.resolve(file);
    try {
      JsonNode read = JSON.readTree(path.toFile());
      // Keycloak names this role after the realm
      String text = read.toString().replace("\"default-roles-" + NAME, "\"default-roles-" + name);
      return ((ObjectNode) JSON.readTree(text)).put("realm", name);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + path + ": " + e.getMessage(), e);
    }
  }
}
