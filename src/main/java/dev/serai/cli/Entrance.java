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
  private final OpenSessions sessions;
  private final AtExit end;

  private Entrance(Settings settings, @Nullable SignIn signIn, String user) {
    this.settings = settings;
    this.signIn = signIn;
    this.user = user;
    this.sessions =
        new OpenSessions(signIn == null ? LaunchSessions.NONE : new AdminSessions(api()));
    this.end = AtExit.of(this::end);
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
    return of(flags, new SignInSteps(terminal, env, signIns), way);
  }

  static Entrance of(Settings.Flags flags, SignInSteps steps, SignInSteps.Way way) {
    Terminal terminal = steps.terminal();
    Settings settings = Settings.ofSignIn(flags, steps.env());
    SignInSteps.Found kept = steps.kept(settings.admin());
    if (kept.signIn() != null) {
      check(settings, terminal);
      String user = steps.signIns().kept(settings.admin()).map(Kept::user).orElse("");
      return signedIn(settings, kept.signIn(), user);
    }
    if (!settings.key().value().isEmpty()) return withKey(settings, kept, terminal);
    if (!kept.ended().isEmpty()) terminal.note("Signing in again: " + kept.ended() + ".");
    return anew(settings, steps, way);
  }

  private static Entrance anew(Settings before, SignInSteps steps, SignInSteps.Way way) {
    URI admin = before.admin();
    PlainHttp.check(admin, before.adminUrl(), before.insecure());
    Offer offer = steps.signIns().offer(admin);
    Settings settings = before.at(offer.gateway());
    check(settings, steps.terminal());
    SignIn signIn = steps.anew(steps.signIns().realm(offer), way);
    return signedIn(settings, signIn, "").introduced(steps.terminal());
  }

  /** Somebody else at this machine could have answered in the browser's place. */
  private Entrance introduced(Terminal terminal) {
    try {
      terminal.done("signed in as " + Keys.text(api().get("/api/me", Map.of()), "name"));
      return this;
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  /** Before there is a sign-in that would have to be ended: its token goes to both ports. */
  private static void check(Settings settings, Terminal terminal) {
    URI admin = settings.admin();
    URI gateway = settings.gateway();
    PlainHttp.check(admin, settings.adminUrl(), settings.insecure());
    PlainHttp.check(gateway, settings.url(), settings.insecure());
    PlainHttp.warn(admin, "your token", terminal);
    PlainHttp.warn(gateway, "your token, and all that you send to models,", terminal);
  }

  private static Entrance signedIn(Settings settings, SignIn signIn, String user) {
    signIn.keepFresh();
    return new Entrance(settings, signIn, user);
  }

  private static Entrance withKey(Settings settings, SignInSteps.Found kept, Terminal terminal) {
    String why = kept.ended().isEmpty() ? "Not signed in" : "Not signed in (" + kept.ended() + ")";
    terminal.note(why + ": with the virtual key of " + settings.key().source());
    URI gateway = settings.url().address("gateway", Settings.GATEWAY_URL);
    PlainHttp.warn(gateway, "the key, and all that you send to models,", terminal);
    return new Entrance(settings, null, "");
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
    return sessions;
  }

  /** A local proxy: the tool never sees our token, or the key. */
  Gate gate(LaunchSessions.Session session) {
    SignIn signedIn = signIn;
    String key = settings.key().value();
    try {
      URI gateway = settings.url().address("gateway", Settings.GATEWAY_URL);
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

  private void end() {
    sessions.endAll();
    if (signIn != null) signIn.close();
  }

  @Override
  public void close() {
    end.close();
  }
}
