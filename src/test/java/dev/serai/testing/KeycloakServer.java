package dev.serai.testing;

import dev.serai.call.Secret;
import dev.serai.keycloak.RealmFiles;
import dev.serai.keycloak.RealmSetup;
import dev.serai.up.KeycloakHome;
import dev.serai.up.KeycloakProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.keycloak.admin.client.Keycloak;
import org.keycloak.admin.client.KeycloakBuilder;

/**
 * A real Keycloak: one per JVM, started by the first test that asks (about 9 s; the very first on a
 * machine about 45 s) and ended with the JVM. It has the realm {@code serai} of {@code keycloak/}
 * with its demo users. A test that changes the realm, or reads its events, takes a realm of its own
 * by {@link #newRealm}.
 */
public final class KeycloakServer {
  private static final AtomicInteger NUMBER = new AtomicInteger();

  private final KeycloakProcess process;
  private final Keycloak admin;

  private KeycloakServer(KeycloakProcess process) {
    this.process = process;
    this.admin =
        KeycloakBuilder.builder()
            .serverUrl(url())
            .realm("master")
            .clientId("admin-cli")
            .username("admin")
            .password("admin")
            .build();
  }

  public static KeycloakServer shared() {
    return Shared.SERVER;
  }

  /** The realm of the repository with ada, bob and eve, whose passwords are their names. */
  public KeycloakRealm realm() {
    return new KeycloakRealm(this, "serai");
  }

  /** One that a test has made. */
  public KeycloakRealm realm(String name) {
    return new KeycloakRealm(this, name);
  }

  /** A realm like {@link #realm()}, with keys, users and events of its own. */
  public KeycloakRealm newRealm() {
    String name = "serai-" + NUMBER.incrementAndGet();
    if (!KeycloakCache.SPARE.contains(name)) {
      makeRealm(url(), name);
    }
    return new KeycloakRealm(this, name);
  }

  /** A port in front of it that can be cut, for tests of a Keycloak that is down. */
  public PortSwitch behindSwitch() {
    return new PortSwitch(process.port());
  }

  public String url() {
    return process.url();
  }

  /** The programs it runs from, prepared. */
  public KeycloakHome home() {
    return new KeycloakCache().home();
  }

  /** As the administrator of the whole server. */
  public Keycloak admin() {
    return admin;
  }

  static void makeRealm(String url, String name) {
    try (RealmSetup setup = RealmSetup.at(url, "admin", Secret.of("admin"))) {
      setup.apply(
          new RealmFiles(Path.of("keycloak"), name),
          new RealmSetup.Options(true, Optional.empty(), List.of()));
    }
  }

  static KeycloakProcess start(KeycloakCache cache, Path data) {
    String themes = "--spi-theme--folder--dir=" + Path.of("keycloak/themes").toAbsolutePath();
    return KeycloakProcess.start(
        new KeycloakProcess.Plan(
            cache.home(),
            data,
            KeycloakProcess.anyPort(),
            data.resolve("log"),
            KeycloakCache.admin(),
            List.of(themes)));
  }

  /** The server of this JVM. */
  private static final class Shared {
    private static final KeycloakServer SERVER = start();

    private static KeycloakServer start() {
      KeycloakCache cache = new KeycloakCache();
      try {
        Path run = cache.newRun();
        KeycloakProcess process = KeycloakServer.start(cache, run);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> end(process, run)));
        return new KeycloakServer(process);
      } catch (IOException e) {
        throw new IllegalStateException("Keycloak cannot be prepared", e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(e);
      }
    }

    /** Its database is a copy: nothing to save. */
    private static void end(KeycloakProcess process, Path run) {
      process.kill();
      try {
        KeycloakCache.delete(run);
      } catch (IOException e) {
        // the next run deletes it
      }
    }
  }
}
