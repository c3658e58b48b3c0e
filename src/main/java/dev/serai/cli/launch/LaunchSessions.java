package dev.serai.cli.launch;

import java.math.BigDecimal;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Opens and ends the session that a launch calls in; the gateway keeps them. */
public interface LaunchSessions {
  /** For a gate that needs none, as with a virtual key; refuses what only a session can hold. */
  LaunchSessions NONE =
      new LaunchSessions() {
        @Override
        public Session open(Asked asked) {
          asked.needNoSession();
          return new Session("", "", "");
        }

        @Override
        public End end(Session session, long requests) {
          return new Unknown(false);
        }
      };

  /**
   * @param project empty = the user's own
   * @param limits for the whole session
   * @param duration null = the gateway's usual one
   */
  record Asked(
      String tool, String device, String project, Limits limits, @Nullable Duration duration) {

    /** Nobody may believe in a limit that nobody keeps. */
    private void needNoSession() {
      if (project.isEmpty() && duration == null && limits.equals(Limits.NONE)) return;
      throw new LaunchFailure(
          LaunchFailure.USAGE,
          "limits, a project and a duration are of a session, and a virtual key has none",
          "nobody is signed in, so nothing would keep to them",
          "try: serai login, or leave out --max-usd, --max-requests, --max-tokens, --project"
              + " and --duration");
    }
  }

  /** Null = no limit. */
  record Limits(@Nullable BigDecimal usd, @Nullable Long requests, @Nullable Long tokens) {
    static final Limits NONE = new Limits(null, null, null);
  }

  /**
   * @param id empty = there is none
   * @param project its name
   * @param limits for a person to read, empty = none
   */
  record Session(String id, String project, String limits) {}

  /** What a session came to. */
  sealed interface End {}

  /**
   * @param costUsd null = one may not know
   */
  record Spent(long requests, long tokens, @Nullable BigDecimal costUsd) implements End {}

  /**
   * Nobody answers: the launch is over all the same.
   *
   * @param signedOut whether only who signs in again may ask
   */
  record Unknown(boolean signedOut) implements End {}

  Session open(Asked asked);

  /**
   * Ends it for good and tells what it came to.
   *
   * @param requests that the gateway counts; its books are a moment behind
   * @throws RuntimeException when it may still be open
   */
  End end(Session session, long requests);
}
