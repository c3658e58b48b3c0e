package dev.serai.cli;

import dev.serai.cli.launch.DirectGate;
import dev.serai.cli.launch.Gate;
import dev.serai.cli.launch.LaunchSessions;
import dev.serai.cli.signin.Kept;
import dev.serai.cli.signin.Offer;
import dev.serai.cli.signin.Realm;
import dev.serai.cli.signin.SignIn;
import dev.serai.cli.signin.SignIns;
import dev.serai.cli.signin.Surroundings;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * As whom a tool is launched: the kept sign-in, else the virtual key of the environment, else
 * whoever signs in now, and is forgotten at the end.
 */
final class Entrance implements AutoCloseable {
  private final Settings settings;
  private final @Nullable SignIn signIn;
  private final String user;

  private Entrance(Settings settings, @Nullable SignIn signIn, String user) {
    this.settings = settings;
    this.signIn = signIn;
    this.user = user;
  }

  static Entrance of(Settings.Flags flags, Map<String, String> env, Terminal terminal) {
    Settings settings = Settings.of(flags, env);
    URI admin = URI.create(settings.adminUrl().value());
    SignIns signIns = SignIns.of(env);
    Optional<SignIn> kept = signIns.open(admin);
    if (kept.isPresent()) {
      String user = signIns.kept(admin).map(Kept::user).orElse("");
      kept.get().keepFresh();
      return new Entrance(settings, kept.get(), user);
    }
    if (!settings.key().value().isEmpty()) {
      terminal.note("Not signed in: with the virtual key of " + settings.key().source());
      return new Entrance(settings, null, "");
    }
    Offer offer = signIns.offer(admin);
    SignIn signIn = signIn(signIns, signIns.realm(offer), env, terminal);
    signIn.keepFresh();
    return new Entrance(settings.at(offer.gateway()), signIn, "");
  }

  private static SignIn signIn(
      SignIns signIns, Realm realm, Map<String, String> env, Terminal terminal) {
    SignInPrompts prompts = new SignInPrompts(terminal);
    Optional<String> without = Surroundings.withoutBrowser(env);
    if (without.isEmpty()) return signIns.inBrowser(realm, prompts);
    terminal.note("No browser: " + without.get() + ".");
    return signIns.onDevice(realm, prompts);
  }

  Settings settings() {
    return settings;
  }

  /** In the name of who signed in. */
  AdminApi api() {
    SignIn signedIn = signIn;
    if (signedIn == null)
      throw Failure.login("not signed in", "a virtual key opens no sessions", "try: serai login");
    return new AdminApi(settings, () -> KeptSignIn.token(signedIn, user));
  }

  LaunchSessions sessions() {
    return signIn == null ? LaunchSessions.NONE : new AdminSessions(api());
  }

  Gate gate(LaunchSessions.Session session) {
    if (signIn == null)
      return new DirectGate(URI.create(settings.url().value()), settings.key().value());
    throw Failure.of("session " + session.id() + " has no local proxy in this build");
  }

  @Override
  public void close() {
    if (signIn != null) signIn.close();
  }
}
