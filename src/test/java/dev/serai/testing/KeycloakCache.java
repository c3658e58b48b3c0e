package dev.serai.testing;

import dev.serai.keycloak.RealmFiles;
import dev.serai.up.KeycloakHome;
import dev.serai.up.KeycloakProcess;
import dev.serai.up.KeycloakZip;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What survives a test run, in the system's folder for temporary files: the unpacked distribution
 * per version, and per content of the realm files a database with the realm in it. Both are made
 * once, under a lock, by whichever JVM of whichever checkout comes first.
 */
final class KeycloakCache {
  private static final Path REALM = Path.of("keycloak/realm.json");
  private static final Path LOCAL = Path.of("keycloak/realm-local.json");
  private static final String DATABASE = "keycloakdb.mv.db";

  /** Realms that tests take one after the other: to make one takes seconds. */
  static final List<String> SPARE = List.of("serai-1", "serai-2", "serai-3");

  private final Path base =
      Path.of(
          System.getProperty("java.io.tmpdir"),
          "serai-keycloak-" + System.getProperty("user.name"),
          KeycloakHome.VERSION);

  KeycloakHome home() {
    return new KeycloakHome(base.resolve("home"));
  }

  /** A folder for one run, with a copy of the prepared database in it. */
  Path newRun() throws IOException, InterruptedException {
    Files.createDirectories(base);
    try (FileChannel channel =
            FileChannel.open(
                base.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = channel.lock()) {
      removeLeftRuns();
      Path prepared = base.resolve("realm-" + hash());
      if (!Files.exists(prepared)) prepare(prepared);
      Path run = base.resolve("runs").resolve(String.valueOf(ProcessHandle.current().pid()));
      delete(run);
      Files.createDirectories(run);
      Files.copy(prepared.resolve(DATABASE), run.resolve(DATABASE));
      return run;
    }
  }

  private void prepare(Path prepared) throws IOException {
    say("preparing Keycloak " + KeycloakHome.VERSION + " once, in " + base);
    KeycloakHome home = home();
    if (!home.proven()) {
      Path zip = KeycloakZip.get(Path.of("").toAbsolutePath(), base, KeycloakCache::say);
      home.unpack(zip, percent -> {});
    }
    Path part = base.resolve("part");
    delete(part);
    Files.createDirectories(part);
    try (KeycloakProcess process = KeycloakServer.start(this, part)) {
      List<String> names = Stream.concat(Stream.of(RealmFiles.NAME), SPARE.stream()).toList();
      for (String name : names) KeycloakServer.makeRealm(process.url(), name);
    }
    Files.move(part, prepared);
    say("Keycloak is prepared");
  }

  /** Of JVMs that were killed: their server is ended, their folder goes. */
  private void removeLeftRuns() throws IOException {
    Path runs = base.resolve("runs");
    if (!Files.isDirectory(runs)) return;
    List<Path> left = new ArrayList<>();
    try (Stream<Path> all = Files.list(runs)) {
      all.filter(run -> !ownerLives(run)).forEach(left::add);
    }
    for (Path run : left) {
      KeycloakProcess.leftBehind(run).ifPresent(KeycloakProcess::end);
      delete(run);
    }
  }

  private static boolean ownerLives(Path run) {
    long pid = Long.parseLong(run.getFileName().toString());
    return pid != ProcessHandle.current().pid()
        && ProcessHandle.of(pid)
            .filter(ProcessHandle::isAlive)
            .map(owner -> owner.info().command().orElse("").endsWith("java"))
            .orElse(false);
  }

  private static String hash() throws IOException {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(SPARE.toString().getBytes());
      digest.update(Files.readAllBytes(REALM));
      digest.update(Files.readAllBytes(LOCAL));
      return HexFormat.of().formatHex(digest.digest(), 0, 6);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  static Map<String, String> admin() {
    return Map.of("KC_BOOTSTRAP_ADMIN_USERNAME", "admin", "KC_BOOTSTRAP_ADMIN_PASSWORD", "admin");
  }

  static void delete(Path folder) throws IOException {
    if (!Files.exists(folder)) return;
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(each);
      }
    }
  }

  private static void say(String what) {
    System.out.println("[keycloak] " + what);
  }
}
