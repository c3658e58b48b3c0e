package dev.serai.cli;

import dev.serai.cli.signin.AccessToken;
import dev.serai.cli.signin.Kept;
import dev.serai.cli.signin.SignIn;
import dev.serai.cli.signin.SignIns;
import java.net.URI;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Who signed in at this gateway, found when somebody asks; an empty setting when nobody did. */
final class KeptSignIn implements Supplier<Settings.Setting> {
  static final String SOURCE = "the sign-in";

  private final Settings settings;
  private final SignIns signIns;
  private @Nullable SignIn signIn;
  private String user = "";

  KeptSignIn(Settings settings, Map<String, String> env) {
    this.settings = settings;
    this.signIns = SignIns.of(env);
  }

  /** The token that somebody named, else whoever signed in. */
  static Supplier<Settings.Setting> orToken(Settings settings, Map<String, String> env) {
    return settings.token().value().isEmpty() ? new KeptSignIn(settings, env) : settings::token;
  }

  @Override
  public Settings.Setting get() {
    if (signIn == null) {
      URI admin = settings.admin();
      signIn = signIns.open(admin).orElse(null);
      user = signIns.kept(admin).map(Kept::user).orElse("");
    }
    return signIn == null ? new Settings.Setting("", Settings.UNSET) : token(signIn, user);
  }

  static boolean isSource(Settings.Setting secret) {
    return secret.source().startsWith(SOURCE);
  }

  static Settings.Setting token(AccessToken token, String user) {
    return new Settings.Setting(token.get(), user.isEmpty() ? SOURCE : SOURCE + " of " + user);
  }
}
