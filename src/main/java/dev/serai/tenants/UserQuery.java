package dev.serai.tenants;

import dev.serai.admin.Page;
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
  /** Who is active, in any organization. */
  public static UserQuery active(String after) {
    return new UserQuery("", "", "", null, User.Status.ACTIVE, after, Page.MAX);
  }
}
