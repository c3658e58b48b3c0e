package dev.serai.cli.signin;

import com.grack.nanojson.JsonObject;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** Signs people in at a gateway's Keycloak, and keeps one sign-in for each gateway. */
public final class SignIns {
  private static final String LAST = "last";

  private final Path folder;
  private final Optional<Keyring> keyring;
  private final Predicate<URI> opener;
  private final Time time;
  private final Wire wire = new Wire();

  SignIns(Path folder, Optional<Keyring> keyring, Predicate<URI> opener, Time time) {
    this.folder = folder;
    this.keyring = keyring;
    this.opener = opener;
    this.time = time;
  }

  /** Of whoever runs this process. */
  public static SignIns of(Map<String, String> env) {
    String home = env.getOrDefault("HOME", System.getProperty("user.home", "."));
    String config = env.getOrDefault("XDG_CONFIG_HOME", home + "/.config");
    String system = System.getProperty("os.name", "");
    return new SignIns(
        Path.of(config, "serai", "sign-ins"),
        Keyring.of(env, system),
        new Browser(env, system)::open,
        Time.SYSTEM);
  }

  /**
   * Asks the gateway where to sign in.
   *
   * @param admin address of its admin port
   */
  public Offer offer(URI admin) {
    Wire.Answer answer = asked(admin);
    JsonObject told = answer.body();
    if (!answer.good() || told.getString("issuer", "").isEmpty())
      throw SignInFailure.of(
          Wire.printable(told.getString("detail", "this gateway does not say where to sign in")),
          plain(admin) + " answered " + answer.status());
    String gateway = told.getString("gatewayUrl", "");
    return new Offer(
        told.getString("issuer"),
        told.getString("clientId", "serai-cli"),
        gateway.isEmpty() ? null : URI.create(gateway));
  }

  private Wire.Answer asked(URI admin) {
    try {
      return wire.get(URI.create(plain(admin) + "/api/sign-in"));
    } catch (SignInFailure away) {
      List<String> lines = new ArrayList<>(away.advice());
      if (lines.size() == 1) lines.add("try: ./serai up, or --admin-url <url>");
      throw SignInFailure.of(String.valueOf(away.getMessage()), lines.toArray(String[]::new));
    }
  }

  /** Asks the issuer how; it must be the one that the gateway named. */
  public Realm realm(Offer offer) {
    return Realm.discover(wire, offer);
  }

  /** Waits up to ten minutes for somebody to sign in. It is only in memory until it is kept. */
  public SignIn inBrowser(Realm realm, Prompts prompts) {
    BrowserSignIn flow = new BrowserSignIn(realm, wire, opener, time, BrowserSignIn.USUAL);
    return SignIn.begun(realm, flow.run(prompts), wire, time);
  }

  /** Waits until the code expires. It is only in memory until it is kept. */
  public SignIn onDevice(Realm realm, Prompts prompts) {
    return SignIn.begun(realm, new DeviceSignIn(realm, wire, time).run(prompts), wire, time);
  }

  /** Whether there is a keyring, and it answers. */
  public boolean keyringAnswers() {
    return keyring.map(Keyring::answers).orElse(false);
  }

  /**
   * The next command finds it.
   *
   * @throws SignInFailure when it cannot be kept so; it is in memory then
   */
  public void keep(SignIn signIn, Kept kept) {
    if (kept.keeping() == Keeping.MEMORY) return;
    Kept at =
        new Kept(
            URI.create(plain(kept.admin())),
            kept.issuer(),
            kept.clientId(),
            kept.gateway(),
            kept.user(),
            kept.keeping());
    signIn.keep(store(at));
    file(id(at.admin())).write(at);
    file(LAST).write(at);
  }

  /** What is known of the sign-in at that gateway. Asks nobody. */
  public Optional<Kept> kept(URI admin) {
    return file(id(admin)).read();
  }

  /** The newest that was kept. Asks nobody. */
  public Optional<Kept> last() {
    return file(LAST).read();
  }

  /**
   * The one that is kept for that gateway; empty when nobody signed in there.
   *
   * @throws SignInFailure when its issuer does not answer, or is another now
   */
  public Optional<SignIn> open(URI admin) {
    return kept(admin).map(this::open);
  }

  private SignIn open(Kept kept) {
    Realm realm = realm(new Offer(kept.issuer(), kept.clientId(), kept.gateway()));
    return new SignIn(realm, store(kept), wire, time);
  }

  /**
   * Ends the one that is kept for that gateway, at Keycloak and here.
   *
   * @return what it was; empty when nobody signed in there
   * @throws SignInFailure when Keycloak was not told; it is forgotten here all the same
   */
  public Optional<Kept> forget(URI admin) {
    Optional<Kept> found = kept(admin);
    if (found.isEmpty()) return found;
    try {
      open(found.get()).revoke();
    } finally {
      store(found.get()).forget();
      file(id(admin)).delete();
      if (last().filter(each -> id(each.admin()).equals(id(admin))).isPresent())
        file(LAST).delete();
    }
    return found;
  }

  private TokenStore store(Kept kept) {
    String id = id(kept.admin());
    ProcessLock processes = new ProcessLock(folder.resolve(id + ".lock"), time);
    return switch (kept.keeping()) {
      case MEMORY -> new MemoryStore();
      case FILE -> new FileStore(folder.resolve(id + ".token"), processes);
      case KEYRING ->
          new KeyringStore(
              keyring.orElseThrow(
                  () -> SignInFailure.over("there is no keyring any more", "try: serai login")),
              id,
              processes);
    };
  }

  private KeptFile file(String name) {
    return new KeptFile(folder.resolve(name + ".properties"));
  }

  private static String plain(URI admin) {
    return admin.toString().replaceAll("/+$", "").toLowerCase(Locale.ROOT);
  }

  /** Of a gateway: a name for files. */
  private static String id(URI admin) {
    try {
      byte[] bytes = plain(admin).getBytes(StandardCharsets.UTF_8);
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(bytes);
      return HexFormat.of().formatHex(hash, 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every JDK has it
    }
  }
}
