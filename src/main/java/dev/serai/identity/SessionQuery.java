package dev.serai.identity;

import dev.serai.access.Grants;
import dev.serai.admin.Page;
import org.jspecify.annotations.Nullable;

/** Which sessions to list. */
final class SessionQuery {
  private SessionQuery() {}

  /**
   * Newest first.
   *
   * @param project by name or id, empty = all; principal likewise
   * @param open null = any
   * @param after id of the last one of the page before, empty = from the start
   */
  record Asked(String project, String principal, @Nullable Boolean open, String after, int limit) {
    Asked {
      Page.checked(limit);
    }
  }

  /**
   * What whoever asks may see.
   *
   * @param own id of the user whose own sessions those are, empty for none
   * @param where other people's may be seen
   * @param personal other people's in personal projects too
   */
  record Seen(String own, Grants.Where where, boolean personal) {}
}
