package dev.serai.identity;

import dev.serai.call.Caller;
import java.util.List;

/**
 * A session in memory.
 *
 * @param sid of the sign-in whose tokens it takes
 * @param expiresAt epoch milliseconds
 */
record OpenSession(
    String id,
    String sid,
    String organization,
    String team,
    String project,
    String principal,
    boolean personal,
    String tool,
    long expiresAt) {

  boolean over(long now) {
    return now >= expiresAt;
  }

  Caller caller(List<String> groups, String policy) {
    return new Caller(
        organization, team, project, principal, personal, groups, "", "", id, policy, 0, tool);
  }
}
