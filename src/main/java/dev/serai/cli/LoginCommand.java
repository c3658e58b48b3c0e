package dev.serai.cli;

import com.grack.nanojson.JsonObject;
import dev.serai.cli.signin.Keeping;
import dev.serai.cli.signin.Kept;
import dev.serai.cli.signin.Offer;
import dev.serai.cli.signin.SignIn;
import dev.serai.cli.signin.SignIns;
import java.net.URI;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "login",
    description = "Sign in at the gateway's Keycloak, in a browser or on another device.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Over SSH, in a container and without a display, a code is shown that you type on another",
      "device. The sign-in is kept in the keyring of the operating system; without one nothing is",
      "kept, unless you ask for a file.",
      "",
      "Examples:",
      "  serai login",
      "  serai login --admin-url https://serai.example:8081 --device",
      "  serai login --store file"
    })
final class LoginCommand extends AdminCommand {
  @ArgGroup SignInOptions how = new SignInOptions();

  @Option(
      names = "--store",
      paramLabel = "<where>",
      description = "keyring, file or memory (keyring where there is one, else memory)")
  @Nullable Place store;

  enum Place {
    keyring(Keeping.KEYRING),
    file(Keeping.FILE),
    memory(Keeping.MEMORY);

    private final Keeping keeping;

    Place(Keeping keeping) {
      this.keeping = keeping;
    }
  }

  @Override
  public Integer call() {
    Settings settings = settings();
    URI admin = adminAddress();
    SignIns signIns = SignIns.of(env());
    SignInSteps steps = new SignInSteps(terminal(), env(), signIns);
    Keeping keeping = keeping(signIns);
    steps.warnOf(admin);
    Offer offer = signIns.offer(admin);
    try (SignIn signIn = steps.anew(signIns.realm(offer), how.way())) {
      JsonObject me =
          new AdminApi(settings, () -> KeptSignIn.token(signIn, "")).get("/api/me", Map.of());
      String name = Keys.text(me, "name");
      Kept kept = new Kept(admin, offer.issuer(), offer.clientId(), offer.gateway(), name, keeping);
      signIns.keep(signIn, kept);
      terminal().done("signed in as " + name + " at " + admin + where(keeping));
      if (json) printJson(me);
    }
    return ExitCode.DONE;
  }

  private Keeping keeping(SignIns signIns) {
    boolean keyring = store != Place.file && store != Place.memory && signIns.keyringAnswers();
    if (store == Place.file) {
      terminal().note("! The sign-in will lie in a file that only you can read, not encrypted.");
      terminal().note("  Whoever reads your files can call models in your name until you log out.");
      return Keeping.FILE;
    }
    if (keyring) return Keeping.KEYRING;
    String why = store == Place.memory ? "that is what --store memory means" : noKeyring();
    throw Failure.of(
        "a sign-in cannot be kept from one command to the next",
        why,
        "`serai launch` does not need it: it signs in when it starts, and forgets when it ends",
        "try: serai login --store file  (not encrypted, readable by you alone)");
  }

  private static String noKeyring() {
    String system = System.getProperty("os.name", "");
    if (system.startsWith("Windows")) return "Serai cannot use the credential store of Windows";
    return system.startsWith("Mac")
        ? "the keychain does not answer"
        : "there is no keyring here: secret-tool (package libsecret-tools) with a running service";
  }

  private static String where(Keeping keeping) {
    return keeping == Keeping.KEYRING ? ", kept in the keyring" : ", kept in a file";
  }
}
