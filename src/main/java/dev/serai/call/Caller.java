package dev.serai.call;

/**
 * Who calls, as the key says: everything that limits, records, spans and audit rows are attributed
 * to. Ids are empty where unknown.
 *
 * @param principal user or service account that pays
 * @param personal whether the project is the personal one of a user
 * @param key id of the virtual key
 * @param session id of the session, empty for a plain key
 * @param policy name of the routing policy
 * @param requestsPerMinute the key's own cap, 0 = none
 */
public record Caller(
    String organization,
    String project,
    String principal,
    boolean personal,
    String key,
    String keyName,
    String session,
    String policy,
    int requestsPerMinute) {

  /** Nobody yet: before step 1, and of a call refused in it. */
  public static final Caller UNKNOWN = new Caller("", "", "", false, "", "", "", "", 0);

  public boolean known() {
    return this != UNKNOWN;
  }
}
