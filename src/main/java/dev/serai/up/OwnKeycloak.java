package dev.serai.up;

import dev.serai.call.Secret;
import dev.serai.keycloak.KeycloakUnavailable;
import dev.serai.keycloak.RealmFiles;
import dev.serai.keycloak.RealmSetup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keycloak beside the gateway. It comes up in the background, after the gateway: fetched and
 * unpacked once, the realm with its demo users applied when it changed. Whatever goes wrong is one
 * line, and the gateway goes on without it.
 */
final class OwnKeycloak implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(OwnKeycloak.class);
  private static final String STEP = "keycloak";

  private final DataFolder data;
  private final KeycloakWish.Own wish;
  private final KeycloakLogin login;
  private final List<String> uiUrls;
  private final Progress progress;
  private final int port;
  private final Thread thread = Thread.ofPlatform().daemon().name(STEP).unstarted(this::run);
  private volatile boolean stopping;
  private volatile @Nullable KeycloakProcess running;

  OwnKeycloak(
      DataFolder data, KeycloakWish.Own wish, int port, List<String> uiUrls, Progress progress) {
    this.data = data;
    this.wish = wish;
    this.port = port;
    this.uiUrls = uiUrls;
    this.progress = progress;
    this.login = KeycloakLogin.in(data);
  }

  String url() {
    return "http://127.0.0.1:" + port;
  }

  Secret clientSecret() {
    return login.client();
  }

  void start() {
    thread.start();
  }

  private void run() {
    try {
      progress.begin(STEP, "version " + KeycloakHome.VERSION);
      KeycloakHome home = new KeycloakHome(data.folder(STEP).resolve(KeycloakHome.VERSION));
      unpack(home);
      endLeftBehind();
      Ports.free("--keycloak-port", port);
      progress.step(STEP, "starting");
      KeycloakProcess process = KeycloakProcess.start(plan(home));
      running = process;
      if (stopping) return;
      applyRealm();
      process.onEnd(this::ended);
      progress.done(
          STEP, url() + "/realms/serai/account  sign in as ada, bob or eve (password = name)");
    } catch (RuntimeException | IOException e) {
      if (stopping) return;
      LOG.atWarn().setCause(e).log("Keycloak does not start");
      progress.note(STEP, "nobody can sign in: " + e.getMessage() + "; keys work");
      end();
    }
  }

  private void ended() {
    if (!stopping) {
      progress.note(STEP, "it has ended, nobody can sign in (" + log() + "); keys work");
    }
  }

  private void unpack(KeycloakHome home) {
    if (home.proven()) return;
    Path zip = wish.zip();
    if (zip == null) {
      zip = KeycloakZip.get(root(), data.folder(STEP), step -> progress.step(STEP, step));
    }
    progress.step(STEP, "unpacking " + KeycloakHome.VERSION);
    home.unpack(zip, percent -> {});
    progress.step(STEP, "preparing it for its first start");
  }

  private void endLeftBehind() {
    KeycloakProcess.leftBehind(folder())
        .ifPresent(
            orphan -> {
              progress.note(STEP, "stopping a server that was left behind, pid " + orphan.pid());
              KeycloakProcess.end(orphan);
            });
  }

  private KeycloakProcess.Plan plan(KeycloakHome home) throws IOException {
    PostgresLog.rotate(log());
    return new KeycloakProcess.Plan(
        home,
        folder(),
        port,
        log(),
        Map.of(
            "KC_BOOTSTRAP_ADMIN_USERNAME",
            "admin",
            "KC_BOOTSTRAP_ADMIN_PASSWORD",
            login.admin().reveal()),
        List.of("--spi-theme--folder--dir=" + realmFolder().resolve("themes")));
  }

  private void applyRealm() throws IOException {
    String digest = digest();
    if (digest.equals(login.applied())) return;
    progress.step(STEP, "applying the realm");
    try (RealmSetup setup = RealmSetup.at(url(), "admin", login.admin())) {
      setup.apply(
          new RealmFiles(realmFolder(), RealmFiles.NAME),
          new RealmSetup.Options(true, Optional.of(login.client()), uiUrls));
    } catch (KeycloakUnavailable e) {
      throw new IllegalStateException("the realm cannot be applied: " + e.getMessage(), e);
    }
    login.applied(digest);
  }

  /** Of all that the realm is made from. */
  private String digest() throws IOException {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (String file : List.of("realm.json", "realm-local.json")) {
        digest.update(Files.readAllBytes(realmFolder().resolve(file)));
      }
      digest.update((uiUrls + login.client().reveal()).getBytes());
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Path realmFolder() {
    return root().resolve(STEP);
  }

  private static Path root() {
    return Path.of(System.getProperty("serai.home", "")).toAbsolutePath();
  }

  private Path folder() {
    return data.folder(STEP).resolve("data");
  }

  private Path log() {
    return data.folder("logs").resolve("keycloak.log");
  }

  /** The last resort of a second Ctrl-C. */
  void stopAtOnce() {
    stopping = true;
    KeycloakProcess.leftBehind(folder()).ifPresent(ProcessHandle::destroyForcibly);
  }

  @Override
  public void close() {
    stopping = true;
    thread.interrupt();
    KeycloakProcess process = running;
    if (process != null) process.close();
    try {
      thread.join(KeycloakProcess.STOP);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    end();
  }

  private void end() {
    KeycloakProcess process = running;
    if (process != null) process.close();
    else KeycloakProcess.leftBehind(folder()).ifPresent(KeycloakProcess::end);
  }
}
