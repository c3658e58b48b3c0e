package dev.serai.offboarding;

import dev.serai.identity.SignOuts;
import java.util.ArrayList;
import java.util.List;

/**
 * What a revocation ended, as ids; what had ended before is not among it.
 *
 * @param signIns ids that Keycloak gives to its sessions
 */
public record Ended(List<String> keys, List<String> sessions, List<String> signIns) {
  static final Ended NOTHING = new Ended(List.of(), List.of(), List.of());

  public Ended {
    keys = List.copyOf(keys);
    sessions = List.copyOf(sessions);
    signIns = List.copyOf(signIns);
  }

  static Ended of(List<String> keys, SignOuts.Ended signedOut) {
    return new Ended(keys, signedOut.sessions(), signedOut.signIns());
  }

  boolean nothing() {
    return keys.isEmpty() && sessions.isEmpty() && signIns.isEmpty();
  }

  /** For the audit log, whose rows must not grow without end. */
  Told told() {
    return new Told(
        keys.size(), sessions.size(), signIns.size(), some(keys), some(sessions), some(signIns));
  }

  /** How many, and the first of them. */
  record Told(
      int keysEnded,
      int sessionsEnded,
      int signInsEnded,
      List<String> keys,
      List<String> sessions,
      List<String> signIns) {}

  private static List<String> some(List<String> all) {
    return new ArrayList<>(all.subList(0, Math.min(all.size(), 100)));
  }
}
