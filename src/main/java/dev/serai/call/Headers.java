package dev.serai.call;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Read-only view of HTTP headers, names in any case. A view of the server's own structure: nothing
 * is copied.
 */
public interface Headers extends Iterable<Map.Entry<String, String>> {
  /**
   * @return the first value, or null when the header is missing
   */
  @Nullable String get(String name);

  default String get(String name, String otherwise) {
    String value = get(name);
    return value == null ? otherwise : value;
  }
}
