package dev.serai.cli.launch;

import java.math.BigDecimal;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Opens and ends the session that a launch calls in; the gateway keeps them. */
public interface LaunchSessions {
  /** For a gate that needs none, as with a virtual key. */
  LaunchSessions NONE =
      new LaunchSessions() {
        @Override
        public Session open(Asked asked) {
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
      String tool, String device, String project, Limits limits, @Nullable Duration duration) {}

  /** Null = no limit. */
  record Limits(@Nullable BigDecimal usd, @Nullable Long requests, @Nullable Long tokens) {}

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
   */
  End end(Session session, long requests);
}
