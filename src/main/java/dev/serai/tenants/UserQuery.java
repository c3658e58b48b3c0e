package dev.serai.tenants;

import dev.serai.admin.Problem;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which users to list, those who came last first.
 *
 * @param organization id, empty = of all
 * @param q part of the name or email, whatever the case; empty = any
 * @param team id, empty = any
 * @param within only members of these teams; null = of any and of none
 * @param status null = any
 * @param after id of the last one of the page before, empty = from the start
 */
public record UserQuery(
    String organization,
    String q,
    String team,
    @Nullable Set<String> within,
    User.@Nullable Status status,
    String after,
    int limit) {
  static final int LIMIT_MAX = 500;

  public UserQuery {
    if (limit < 1 || limit > LIMIT_MAX) throw Problem.invalid("limit", "1 to " + LIMIT_MAX);
  }

  /** Who is active, in any organization. */
  public static UserQuery active(String after) {
    return new UserQuery("", "", "", null, User.Status.ACTIVE, after, LIMIT_MAX);
  }
}
