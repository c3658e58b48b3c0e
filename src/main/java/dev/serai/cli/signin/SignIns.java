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
import org.jspecify.annotations.Nullable;

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
    String system = System.getProperty("os.name", "");
    return new SignIns(
        Surroundings.folder(env).resolve("sign-ins"),
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
    return new Offer(
        told.getString("issuer"),
        told.getString("clientId", "serai-cli"),
        gateway(told.getString("gatewayUrl", "")));
  }

  private static @Nullable URI gateway(String address) {
    if (address.isEmpty()) return null;
    try {
      URI uri = URI.create(address);
      boolean web = "https".equals(uri.getScheme()) || "http".equals(uri.getScheme());
      if (web && uri.getHost() != null && uri.getUserInfo() == null) return uri;
    } catch (IllegalArgumentException e) {
      // told below
    }
    throw SignInFailure.of(
        "the gateway tells an address of itself that is none",
        Wire.printable("\"" + address + "\""),
        "for who runs the gateway: serai.sign-in.gateway-url must be an address");
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
   * The next command finds it. One that was kept for that gateway before is ended.
   *
   * @throws SignInFailure when it cannot be kept so; it is in memory then, or has ended
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
    Former former = Former.of(this, at.admin());
    signIn.keep(store(at));
    try {
      file(id(at.admin())).write(at);
      file(LAST).write(at);
    } catch (SignInFailure e) {
      endUnfound(signIn, at.admin());
      throw e;
    }
    former.end(at.keeping(), signIn);
  }

  /** A secret that no command would find must not stay. */
  private void endUnfound(SignIn signIn, URI admin) {
    try {
      signIn.revoke();
      forgetFiles(admin);
    } catch (SignInFailure e) {
      // told is why it could not be kept
    }
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
   * @throws SignInFailure when its issuer does not answer, or is another now; it is over when there
   *     is no keyring any more
   */
  public Optional<SignIn> open(URI admin) {
    return kept(admin).map(this::open);
  }

  private SignIn open(Kept kept) {
    TokenStore store = store(kept);
    return new SignIn(realm(kept), store, wire, time);
  }

  /**
   * What was kept.
   *
   * @param failure why Keycloak was not told, or something is left here; null = all is done
   */
  public record Ended(Kept kept, @Nullable SignInFailure failure) {}

  /**
   * Ends the one that is kept for that gateway, at Keycloak and here.
   *
   * @return what it was; empty when nobody signed in there
   */
  public Optional<Ended> forget(URI admin) {
    Optional<Kept> found = kept(admin);
    if (found.isEmpty()) return Optional.empty();
    @Nullable SignInFailure failure = null;
    try {
      forgetFiles(admin);
    } catch (SignInFailure e) {
      failure = e;
    }
    try {
      revoke(found.get());
    } catch (SignInFailure e) {
      failure = e;
    }
    tokenFile(id(admin)).forget();
    return Optional.of(new Ended(found.get(), failure));
  }

  /** Out of its store in any case, though nobody can tell Keycloak. */
  private void revoke(Kept kept) {
    TokenStore store = store(kept);
    Realm realm;
    try {
      realm = realm(kept);
    } catch (SignInFailure e) {
      store.forget();
      throw e;
    }
    new SignIn(realm, store, wire, time).revoke();
  }

  /** Without a trace of it a sign-in is not found any more, whatever its store says. */
  private void forgetFiles(URI admin) {
    file(id(admin)).delete();
    if (last().filter(each -> id(each.admin()).equals(id(admin))).isPresent()) file(LAST).delete();
  }

  Realm realm(Kept kept) {
    return realm(new Offer(kept.issuer(), kept.clientId(), kept.gateway()));
  }

  Wire wire() {
    return wire;
  }

  TokenStore store(Kept kept) {
    String id = id(kept.admin());
    return switch (kept.keeping()) {
      case MEMORY -> new MemoryStore();
      case FILE -> tokenFile(id);
      case KEYRING ->
          new KeyringStore(
              keyring.orElseThrow(
                  () -> SignInFailure.over("there is no keyring any more", "try: serai login")),
              id,
              lock(id));
    };
  }

  private FileStore tokenFile(String id) {
    return new FileStore(folder.resolve(id + ".token"), lock(id));
  }

  private ProcessLock lock(String id) {
    return new ProcessLock(folder.resolve(id + ".lock"), time);
  }

  private KeptFile file(String name) {
    return new KeptFile(folder.resolve(name + ".properties"));
  }

  /** Scheme and host have no case, a path does. */
  private static String plain(URI admin) {
    String address = admin.toString().replaceAll("/+$", "");
    String path = admin.getRawPath() == null ? "" : admin.getRawPath().replaceAll("/+$", "");
    int end =
        path.isEmpty() || !address.endsWith(path)
            ? address.length()
            : address.length() - path.length();
    return address.substring(0, end).toLowerCase(Locale.ROOT) + address.substring(end);
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
