package dev.serai.limits;

import dev.serai.admin.Problem;
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
  static final int LIMIT_MAX = 500;

  public LimitQuery {
    if (limit < 1 || limit > LIMIT_MAX) throw Problem.invalid("limit", "1 to " + LIMIT_MAX);
  }

  public static LimitQuery all() {
    return new LimitQuery(null, "", null, "", LIMIT_MAX);
  }
}
