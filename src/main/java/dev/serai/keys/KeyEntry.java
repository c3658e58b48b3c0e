package dev.serai.keys;

import dev.serai.call.Caller;
import dev.serai.call.Refusal;
import dev.serai.call.Refusal.Reason;
import dev.serai.keys.VirtualKey.Status;
import dev.serai.tenants.TenantSnapshot;
import java.time.Instant;
import java.util.Map;

/**
 * One secret in memory, and what its key says. There may be a million: each lies packed in one
 * array ({@link PackedKey}), what many keys share is in {@link Scope}, and this view of both is
 * made when one calls.
 */
record KeyEntry(byte[] packed, Scope scope) {
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
    return PackedKey.usable(packed, now);
  }

  /** With what is inherited at this moment. */
  Caller caller(TenantSnapshot tenants) {
    return new Caller(
        scope.organization(),
        scope.team(),
        scope.project(),
        scope.principal(),
        scope.personal(),
        tenants.groupsOf(scope.principal()),
        PackedKey.id(packed),
        PackedKey.name(packed),
        "",
        policy(tenants),
        PackedKey.requestsPerMinute(packed));
  }

  private String policy(TenantSnapshot tenants) {
    return scope.personal()
        ? tenants.personalPolicyOf(scope.organization(), scope.principal(), scope.policy())
        : tenants.policyOf(scope.organization(), scope.team(), scope.policy());
  }

  /** Why it is not usable. The key's own state comes before that of one of its secrets. */
  Refusal refusal(long now) {
    Status status = PackedKey.status(packed);
    if (status == Status.REVOKED)
      return because(
          Reason.KEY_REVOKED,
          "was revoked and will not work again. Ask your administrator for a new one.");
    if (now >= PackedKey.validUntil(packed))
      return because(
          Reason.KEY_REVOKED,
          "got a new secret, and this old one ended on "
              + Instant.ofEpochMilli(PackedKey.validUntil(packed))
              + ". Use the new one.");
    if (status == Status.DISABLED)
      return because(
          Reason.KEY_DISABLED, "is disabled for now. Ask your administrator to enable it.");
    return because(
        Reason.KEY_EXPIRED,
        "expired on "
            + Instant.ofEpochMilli(PackedKey.expiresAt(packed))
            + ". Ask your administrator to extend it, or for a new one.");
  }

  private Refusal because(Reason reason, String text) {
    return new Refusal(
        reason,
        "The key \"" + PackedKey.name(packed) + "\" " + text,
        0,
        Map.of("key_id", PackedKey.id(packed)));
  }
}
