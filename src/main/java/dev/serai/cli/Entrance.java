package dev.serai.cli;

import dev.serai.cli.launch.Gate;
import dev.serai.cli.launch.LaunchSessions;
import dev.serai.cli.launch.ProxyGate;
import dev.serai.cli.proxy.NoToken;
import dev.serai.cli.proxy.Upstream;
import dev.serai.cli.signin.Kept;
import dev.serai.cli.signin.Offer;
import dev.serai.cli.signin.SignIn;
import dev.serai.cli.signin.SignInFailure;
import dev.serai.cli.signin.SignIns;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
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

  /**
   * @param way of a sign-in, should there have to be one
   */
  static Entrance of(
      Settings.Flags flags, SignInSteps.Way way, Map<String, String> env, Terminal terminal) {
    return of(flags, way, env, terminal, SignIns.of(env));
  }

  static Entrance of(
      Settings.Flags flags,
      SignInSteps.Way way,
      Map<String, String> env,
      Terminal terminal,
      SignIns signIns) {
    Settings settings = Settings.of(flags, env);
    URI admin = URI.create(settings.adminUrl().value());
    Optional<SignIn> kept = signIns.open(admin).filter(Entrance::goesOn);
    if (kept.isPresent()) {
      String user = signIns.kept(admin).map(Kept::user).orElse("");
      kept.get().keepFresh();
      return new Entrance(settings, kept.get(), user);
    }
    if (!settings.key().value().isEmpty()) {
      terminal.note("Not signed in: with the virtual key of " + settings.key().source());
      return new Entrance(settings, null, "");
    }
    SignInSteps steps = new SignInSteps(terminal, env, signIns);
    Offer offer = signIns.offer(admin);
    SignIn signIn = steps.anew(signIns.realm(offer), way);
    signIn.keepFresh();
    return new Entrance(settings.at(offer.gateway()), signIn, "");
  }

  /** One that Keycloak has ended is followed by another. */
  private static boolean goesOn(SignIn signIn) {
    try {
      return !signIn.get().isEmpty();
    } catch (SignInFailure e) {
      if (e.isOver()) return false;
      throw e;
    }
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

  /** A local proxy: the tool never sees our token, or the key. */
  Gate gate(LaunchSessions.Session session) {
    SignIn signedIn = signIn;
    String key = settings.key().value();
    try {
      URI gateway = URI.create(settings.url().value());
      Upstream upstream =
          signedIn == null
              ? new Upstream(gateway, () -> key, session.id())
              : new Upstream(
                  gateway,
                  () -> token(signedIn::get),
                  refused -> token(() -> signedIn.insteadOf(refused)),
                  session.id());
      return ProxyGate.open(upstream, 0);
    } catch (IllegalArgumentException e) {
      throw Failure.usage(
          "\"" + settings.url().value() + "\" is not an address of the gateway",
          "it comes from " + settings.url().source());
    }
  }

  /** What goes wrong is read in the tool, by somebody who sees nothing else of us. */
  private static String token(Supplier<String> asked) {
    try {
      return asked.get();
    } catch (SignInFailure e) {
      if (e.isOver())
        throw new NoToken(
            "Your sign-in has ended. Run serai login, then start the tool again.", false);
      String why = e.getMessage() + e.advice().stream().findFirst().map(a -> ": " + a).orElse("");
      throw new NoToken(
          "Your sign-in cannot be renewed at the moment (" + why + "). Try again.", true);
    }
  }

  @Override
  public void close() {
    if (signIn != null) signIn.close();
  }
}
