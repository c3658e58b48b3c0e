package dev.serai.identity;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One use of a tool, as people see it. Whoever has a token of its sign-in calls in its name.
 *
 * @param project name of the project that its calls are attributed to
 * @param team id of the project's team, empty when it belongs to none
 * @param personal whether the project is its user's own
 * @param principal name of its user
 * @param endedAt null while it is open
 * @param endedBy a word of {@link SessionEnd}, empty while it is open
 */
public record Session(
    String id,
    String project,
    String projectId,
    String team,
    boolean personal,
    String principal,
    String principalId,
    String tool,
    String device,
    SessionLimits limits,
    Instant startedAt,
    Instant expiresAt,
    @Nullable Instant endedAt,
    String endedBy) {

  Session ended(SessionEnd by, Instant at) {
    return new Session(
        id,
        project,
        projectId,
        team,
        personal,
        principal,
        principalId,
        tool,
        device,
        limits,
        startedAt,
        expiresAt,
        at,
        by.text());
  }
}
