package dev.serai.keys;

import dev.serai.admin.Problem;
import org.jspecify.annotations.Nullable;

/**
 * Which keys to list, newest first.
 *
 * @param project by name, empty = all
 * @param name exactly, empty = any
 * @param status null = any
 * @param after {@link KeyPage#next} of the page before, empty = from the start
 */
public record KeyQuery(
    String project, String name, VirtualKey.@Nullable Status status, String after, int limit) {
  private static final int LIMIT_MAX = 500;

  public KeyQuery {
    if (limit < 1 || limit > LIMIT_MAX) throw Problem.invalid("limit", "1 to " + LIMIT_MAX);
  }

  public static KeyQuery all() {
    return new KeyQuery("", "", null, "", LIMIT_MAX);
  }
}
