package dev.serai.call;

import java.util.List;

/**
 * Who calls, as the key says: everything that limits, records, spans and audit rows are attributed
 * to. Ids are empty where unknown.
 *
 * @param team of the project, empty when it belongs to none
 * @param principal user or service account that pays
 * @param personal whether the project is the personal one of a user
 * @param groups that the principal is a member of
 * @param key id of the virtual key
 * @param session id of the session, empty for a plain key
 * @param policy name of the routing policy
 * @param requestsPerMinute the key's own cap, 0 = none
 * @param tool that the session was opened for, as whoever opened it calls it
 */
public record Caller(
    String organization,
    String team,
    String project,
    String principal,
    boolean personal,
    List<String> groups,
    String key,
    String keyName,
    String session,
    String policy,
    int requestsPerMinute,
    String tool) {

  /** Nobody yet: before step 1, and of a call refused in it. */
  public static final Caller UNKNOWN =
      new Caller("", "", "", "", false, List.of(), "", "", "", "", 0);

  public Caller {
    groups = List.copyOf(groups);
  }

  /** Of no tool that is known before it calls. */
  public Caller(
      String organization,
      String team,
      String project,
      String principal,
      boolean personal,
      List<String> groups,
      String key,
      String keyName,
      String session,
      String policy,
      int requestsPerMinute) {
    this(
        organization,
        team,
        project,
        principal,
        personal,
        groups,
        key,
        keyName,
        session,
        policy,
        requestsPerMinute,
        "");
  }

  public boolean known() {
    return this != UNKNOWN;
  }
}
