package dev.serai.limits;

import dev.serai.admin.Page;
import org.jspecify.annotations.Nullable;

/**
 * Which limits to list, newest first.
 *
 * @param scope null = any
 * @param target by name or id, empty = any
 * @param measure null = any
 * @param after cursor of the page before, empty = from the start
 */
public record LimitQuery(
    @Nullable Scope scope, String target, @Nullable Measure measure, String after, int limit) {
  public LimitQuery {
    Page.checked(limit);
  }

  public static LimitQuery all() {
    return new LimitQuery(null, "", null, "", Page.MAX);
  }
}
