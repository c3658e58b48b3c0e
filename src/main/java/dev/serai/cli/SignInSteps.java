package dev.serai.cli;

import dev.serai.cli.signin.Realm;
import dev.serai.cli.signin.SignIn;
import dev.serai.cli.signin.SignInFailure;
import dev.serai.cli.signin.SignIns;
import dev.serai.cli.signin.Surroundings;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Signs somebody in who sits at a terminal. */
record SignInSteps(Terminal terminal, Map<String, String> env, SignIns signIns) {
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
   * The sign-in that is kept for a gateway.
   *
   * @param signIn its token is good now; null = there is none
   * @param ended why there is none any more; empty when there never was
   */
  record Found(@Nullable SignIn signIn, String ended) {}

  Found kept(URI admin) {
    try {
      SignIn kept = signIns.open(admin).orElse(null);
      if (kept != null) kept.get();
      return new Found(kept, "");
    } catch (SignInFailure e) {
      if (!e.isOver()) throw e;
      return new Found(null, String.valueOf(e.getMessage()));
    }
  }
}
