package dev.serai.cli.signin;

import java.net.URI;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The sign-in that another takes the place of. Its end is nobody's condition: what cannot be told
 * to Keycloak ends there of idleness.
 *
 * @param kept null = there was none
 * @param refresh its refresh token; empty when it is not to be had
 */
record Former(SignIns signIns, @Nullable Kept kept, String refresh) {
  /** Reads what the new one may overwrite. */
  static Former of(SignIns signIns, URI admin) {
    @Nullable Kept kept = null;
    try {
      kept = signIns.kept(admin).orElse(null);
      Optional<String> refresh = kept == null ? Optional.empty() : signIns.store(kept).load();
      return new Former(signIns, kept, refresh.orElse(""));
    } catch (SignInFailure e) {
      return new Former(signIns, kept, "");
    }
  }

  /**
   * @param now where the new one is kept
   */
  void end(Keeping now, SignIn signIn) {
    if (kept == null) return;
    try {
      if (kept.keeping() != now) signIns.store(kept).forget();
    } catch (SignInFailure e) {
      // a keyring that is locked or gone
    }
    try {
      if (!refresh.isEmpty() && !signIn.sharesSession(refresh))
        SignIn.end(signIns.realm(kept), signIns.wire(), refresh);
    } catch (SignInFailure e) {
      // its Keycloak is away or another now
    }
  }
}
