package dev.serai.cli;

import dev.serai.cli.signin.Realm;
import dev.serai.cli.signin.SignIn;
import dev.serai.cli.signin.SignInFailure;
import dev.serai.cli.signin.SignIns;
import dev.serai.cli.signin.Surroundings;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Signs somebody in who sits at a terminal. */
record SignInSteps(Terminal terminal, Map<String, String> env, SignIns signIns) {
  private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "localhost", "[::1]");

  enum Way {
    DEVICE,
    BROWSER,
    /** The browser, unless there is none that somebody would see. */
    WHICHEVER
  }

  /** Waits until somebody has. In memory, until {@link SignIns#keep}. */
  SignIn anew(Realm realm, Way way) {
    SignInPrompts prompts = new SignInPrompts(terminal);
    Optional<String> without = Surroundings.withoutBrowser(env);
    if (way == Way.BROWSER || (way == Way.WHICHEVER && without.isEmpty()))
      return signIns.inBrowser(realm, prompts);
    if (way == Way.WHICHEVER) terminal.note("No browser: " + without.orElseThrow() + ".");
    return signIns.onDevice(realm, prompts);
  }

  /**
   * The sign-in that is kept for that gateway; without one, or when it has ended, a new one that
   * lasts until it is closed. Its token is good when this returns.
   */
  SignIn keptOrAnew(URI admin, Way way) {
    try {
      Optional<SignIn> kept = signIns.open(admin);
      if (kept.isPresent()) {
        kept.get().get();
        return kept.get();
      }
    } catch (SignInFailure e) {
      if (!e.isOver()) throw e;
      terminal.note("Signing in again: " + e.getMessage() + ".");
    }
    warnOf(admin);
    return anew(signIns.realm(signIns.offer(admin)), way);
  }

  static boolean onThisMachine(URI address) {
    return LOOPBACK.contains(String.valueOf(address.getHost()));
  }

  /** Of a gateway that others on the way could play. */
  void warnOf(URI admin) {
    if ("http".equals(admin.getScheme()) && !onThisMachine(admin))
      terminal.note("! " + admin + " is not encrypted: look where the browser has you sign in.");
  }
}
