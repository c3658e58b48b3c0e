package dev.serai.offboarding;

import dev.serai.keycloak.KeycloakDirectory.AdminEvent;
import dev.serai.keycloak.KeycloakDirectory.UserEvent;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a batch of Keycloak's events says, by user. An event tells whom to look at, and what was
 * true once; what is true now is asked for.
 */
final class News {
  /** Of user events; the others end nothing. */
  static final Set<String> TYPES =
      Set.of(
          "LOGOUT",
          "REVOKE_GRANT",
          "USER_SESSION_DELETED",
          "DELETE_ACCOUNT",
          "UPDATE_PROFILE",
          "UPDATE_EMAIL",
          "USER_DISABLED_BY_PERMANENT_LOCKOUT");

  private static final Pattern DISABLED = Pattern.compile("\"enabled\"\\s*:\\s*false");

  private final Map<String, Told> bySubject = new LinkedHashMap<>();
  private final Set<String> sids = new LinkedHashSet<>();
  private boolean groups;
  private boolean roles;

  /** Of one user. Times are Keycloak's. */
  static final class Told {
    private @Nullable Instant disabled;
    private @Nullable Instant signedOut;
    private boolean deleted;
    private Instant latest = Instant.EPOCH;
    private final Set<String> sids = new LinkedHashSet<>();

    /** When the user was disabled or deleted, maybe not for long; null = was not. */
    @Nullable Instant disabled() {
      return disabled;
    }

    /** When all of the user's sessions were ended; null = they were not. */
    @Nullable Instant signedOut() {
      return signedOut;
    }

    boolean deleted() {
      return deleted;
    }

    /** Of the last event. */
    Instant latest() {
      return latest;
    }

    /** Sign-ins that ended on their own. */
    Set<String> sids() {
      return sids;
    }
  }

  void add(AdminEvent event) {
    if (event.failed()) return;
    switch (event.resource()) {
      case "GROUP" -> groups |= !event.operation().equals("CREATE");
      case "REALM_ROLE" -> roles |= !event.operation().equals("CREATE");
      case "REALM_ROLE_MAPPING" -> groups |= event.path().startsWith("groups/");
      case "USER_SESSION" -> {
        if (event.operation().equals("DELETE"))
          sids.add(event.path().substring(event.path().lastIndexOf('/') + 1));
      }
      default -> {
        // about a user, as some of the above are too
      }
    }
    event.subject().ifPresent(subject -> add(told(subject, event.time()), event));
  }

  private static void add(Told told, AdminEvent event) {
    if (!event.resource().equals("USER")) return;
    boolean itself = event.path().indexOf('/') == event.path().lastIndexOf('/');
    switch (event.operation()) {
      case "DELETE" -> {
        if (itself) {
          told.deleted = true;
          told.disabled = event.time();
        } else told.signedOut = event.time(); // a consent, which takes its sessions along
      }
      case "UPDATE" -> {
        if (DISABLED.matcher(event.representation()).find()) told.disabled = event.time();
      }
      case "ACTION" -> {
        if (event.path().endsWith("/logout")) told.signedOut = event.time();
      }
      default -> {
        // a new user is none of ours
      }
    }
  }

  void add(UserEvent event) {
    String subject = event.subject();
    if (subject == null || event.error() != null) return;
    Told told = told(subject, event.time());
    switch (event.type()) {
      case "LOGOUT", "REVOKE_GRANT", "USER_SESSION_DELETED" -> {
        String sid = event.sid();
        if (sid == null) told.signedOut = event.time();
        else told.sids.add(sid);
      }
      case "DELETE_ACCOUNT" -> {
        told.deleted = true;
        told.disabled = event.time();
      }
      case "USER_DISABLED_BY_PERMANENT_LOCKOUT" -> told.disabled = event.time();
      default -> {
        // what the user is called has changed
      }
    }
  }

  Map<String, Told> bySubject() {
    return bySubject;
  }

  /** Of sign-ins that an administrator ended, whosever they are. */
  Set<String> sids() {
    return sids;
  }

  /** Whether groups themselves changed: all their members are concerned. */
  boolean groups() {
    return groups;
  }

  /** Whether roles themselves changed: everybody may be concerned. */
  boolean roles() {
    return roles;
  }

  private Told told(String subject, Instant time) {
    Told told = bySubject.computeIfAbsent(subject, _ -> new Told());
    if (time.isAfter(told.latest)) told.latest = time;
    return told;
  }
}
