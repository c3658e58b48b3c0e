package dev.serai.admin;

import java.util.List;
import java.util.function.Function;

/**
 * One page of a list: what every list of the admin port answers with.
 *
 * @param next cursor of the page that follows, for the parameter {@code after}; empty when this is
 *     the last one
 */
public record Page<T>(List<T> items, String next) {
  /** Most that a page may hold. */
  public static final int MAX = 500;

  /** What it holds when nothing is said: the default of the parameter {@code limit}. */
  public static final String USUAL = "100";

  public Page {
    items = List.copyOf(items);
  }

  /**
   * @return the limit
   * @throws Problem 422 when it is none
   */
  public static int checked(int limit) {
    if (limit < 1 || limit > MAX) throw Problem.invalid("limit", "1 to " + MAX);
    return limit;
  }

  /**
   * @param found one more than the limit where there are more
   * @param cursor that the page after an item begins with
   */
  public static <T> Page<T> of(List<T> found, int limit, Function<T, String> cursor) {
    if (found.size() <= limit) return new Page<>(found, "");
    List<T> shown = found.subList(0, limit);
    return new Page<>(shown, cursor.apply(shown.getLast()));
  }
}
