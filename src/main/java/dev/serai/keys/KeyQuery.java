package dev.serai.keys;

import dev.serai.admin.Page;
import org.jspecify.annotations.Nullable;

/**
 * Which keys to list, newest first.
 *
 * @param project by name or id, empty = all
 * @param principal by name or id, empty = anybody's
 * @param name exactly, empty = any
 * @param status null = any
 * @param personal null = whether or not
 * @param after {@link Page#next} of the page before, empty = from the start
 */
public record KeyQuery(
    String project,
    String principal,
    String name,
    VirtualKey.@Nullable Status status,
    @Nullable Boolean personal,
    String after,
    int limit) {
  public KeyQuery {
    Page.checked(limit);
  }

  public static KeyQuery all() {
    return new KeyQuery("", "", "", null, null, "", Page.MAX);
  }
}
