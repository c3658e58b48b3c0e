package dev.serai.keys;

import dev.serai.call.Caller;
import dev.serai.call.Refusal;
import dev.serai.call.Refusal.Reason;
import dev.serai.keys.VirtualKey.Status;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * One secret in memory, and what its key says. There may be a million, so what many keys share is
 * in {@link Scope}, and the caller is made when one calls.
 *
 * @param expiresAt epoch milliseconds, {@link #NEVER} = none
 * @param validUntil the same, of this secret of the key
 */
record KeyEntry(
    Scope scope,
    String id,
    String name,
    Status status,
    int requestsPerMinute,
    long expiresAt,
    long validUntil) {
  static final long NEVER = Long.MAX_VALUE;

  /** Shared by the keys of a principal in a project. */
  record Scope(
      String organization,
      String team,
      String project,
      String principal,
      boolean personal,
      String policy) {}

  boolean usable(long now) {
    return status == Status.ACTIVE && now < expiresAt && now < validUntil;
  }

  Caller caller() {
    return new Caller(
        scope.organization(),
        scope.team(),
        scope.project(),
        scope.principal(),
        scope.personal(),
        List.of(),
        id,
        name,
        "",
        scope.policy(),
        requestsPerMinute);
  }

  /** Why it is not usable. The key's own state comes before that of one of its secrets. */
  Refusal refusal(long now) {
    if (status == Status.REVOKED)
      return because(
          Reason.KEY_REVOKED,
          "was revoked and will not work again. Ask your administrator for a new one.");
    if (now >= validUntil)
      return because(
          Reason.KEY_REVOKED,
          "got a new secret, and this old one ended on "
              + Instant.ofEpochMilli(validUntil)
              + ". Use the new one.");
    if (status == Status.DISABLED)
      return because(
          Reason.KEY_DISABLED, "is disabled for now. Ask your administrator to enable it.");
    return because(
        Reason.KEY_EXPIRED,
        "expired on "
            + Instant.ofEpochMilli(expiresAt)
            + ". Ask your administrator to extend it, or for a new one.");
  }

  private Refusal because(Reason reason, String text) {
    return new Refusal(reason, "The key \"" + name + "\" " + text, 0, Map.of("key_id", id));
  }
}
