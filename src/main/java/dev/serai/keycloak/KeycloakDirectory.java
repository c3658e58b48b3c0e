package dev.serai.keycloak;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who is in the realm, and what happened to them. Asks Keycloak each time: a connection takes at
 * most 2 s, an answer at most 5 s between two of its bytes. Every method but {@link #configured}
 * throws {@link KeycloakUnavailable} when it gets no answer. Safe for any thread that may block.
 */
public interface KeycloakDirectory {
  /** False where no Keycloak is set: every other method throws then. */
  boolean configured();

  /**
   * A page of the people, in Keycloak's order (by name). Service accounts are not among them.
   *
   * @param first how many are left out, from 0
   * @param most of the page; a shorter one is the last
   */
  List<User> users(int first, int most);

  /** Empty when there is none (any more). */
  Optional<User> user(String subject);

  /** Also those that come from groups and from other roles; empty for an unknown user. */
  Set<String> realmRoles(String subject);

  /** Full paths ({@code /platform/sre}) of the groups the user is a direct member of. */
  List<String> groups(String subject);

  /** The open ones. Those of a user who is unknown are none. */
  List<Session> sessions(String subject);

  /**
   * What administrators did to users since then, oldest first: changes, deletions, forced logouts,
   * changes of groups and roles. An event may be stored a moment later than its time says: ask from
   * a little before the last one seen, and know them by their ids.
   *
   * @param first how many are left out, from 0
   */
  List<AdminEvent> adminEvents(Instant since, int first, int most);

  /** What users did since then, oldest first: those of these types, or of all that are stored. */
  List<UserEvent> userEvents(Instant since, Set<String> types, int first, int most);

  /** Ends all sessions of the user; nothing happens for an unknown one. */
  void logout(String subject);

  /**
   * A person. Roles and groups are asked for on their own.
   *
   * @param subject the {@code sub} of tokens
   * @param email empty when there is none
   * @param organization of the attribute that only administrators write; empty: that of the
   *     installation
   */
  record User(
      String subject,
      String username,
      String email,
      boolean emailVerified,
      String name,
      boolean enabled,
      String organization) {}

  /**
   * @param sid as in tokens
   */
  record Session(String sid, Instant started, Instant lastSeen, String address) {}

  /**
   * @param operation CREATE, UPDATE, DELETE or ACTION
   * @param resource USER, GROUP_MEMBERSHIP, REALM_ROLE_MAPPING, USER_SESSION and others
   * @param path {@code users/<subject>}, {@code users/<subject>/logout}, {@code
   *     users/<subject>/groups/<id>}, …
   * @param representation JSON of what was sent, for instance {@code {"enabled":false,…}}; empty
   *     when there is none
   * @param failed the operation was refused
   */
  record AdminEvent(
      String id,
      Instant time,
      String operation,
      String resource,
      String path,
      String representation,
      boolean failed) {

    /** Whom it is about. */
    public Optional<String> subject() {
      String[] parts = path.split("/");
      return parts.length > 1 && parts[0].equals("users")
          ? Optional.of(parts[1])
          : Optional.empty();
    }
  }

  /**
   * @param type LOGIN, LOGOUT, REVOKE_GRANT, …; with {@code _ERROR} when it was refused
   * @param subject null when it is not known, for instance of a failed login
   * @param sid of the session; null when it is about none
   */
  record UserEvent(
      String id,
      Instant time,
      String type,
      String client,
      @Nullable String subject,
      @Nullable String sid,
      String address,
      @Nullable String error) {}
}
