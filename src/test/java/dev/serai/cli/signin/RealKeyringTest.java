package dev.serai.cli.signin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * With GNOME's keyring on a message bus of its own; skipped where it is not installed (packages
 * libsecret-tools, gnome-keyring and dbus).
 */
class RealKeyringTest {
  private static final String SESSION =
      """
      printf 'password of the keyring' | gnome-keyring-daemon --unlock --components=secrets >&2
      echo "$DBUS_SESSION_BUS_ADDRESS"
      cat
      """;

  @TempDir Path folder;
  private Process session;

  @BeforeEach
  void startKeyring() throws IOException {
    for (String needed : new String[] {"secret-tool", "gnome-keyring-daemon", "dbus-run-session"})
      assumeThat(installed(needed)).as(needed + " is installed").isTrue();
    Path run = Files.createDirectory(folder.resolve("run"));
    Files.setPosixFilePermissions(run, PosixFilePermissions.fromString("rwx------"));
    ProcessBuilder builder = new ProcessBuilder("dbus-run-session", "--", "sh", "-c", SESSION);
    builder.environment().put("HOME", folder.toString());
    builder.environment().put("XDG_RUNTIME_DIR", run.toString());
    builder.environment().keySet().removeIf(name -> name.startsWith("XDG_DATA"));
    builder.redirectError(folder.resolve("log").toFile());
    session = builder.start();
    BufferedReader said = session.inputReader(StandardCharsets.UTF_8);
    String bus = said.readLine();
    assertThat(bus).as("the bus's address").startsWith("unix:");
    Path tool = Files.writeString(folder.resolve("secret-tool"), inSession(bus, run));
    Files.setPosixFilePermissions(tool, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private static boolean installed(String command) {
    return Stream.of(System.getenv("PATH").split(":"))
        .anyMatch(each -> Files.isExecutable(Path.of(each, command)));
  }

  private static String inSession(String bus, Path run) {
    return "#!/bin/sh\nexport DBUS_SESSION_BUS_ADDRESS='%s' XDG_RUNTIME_DIR='%s'\n"
            .formatted(bus, run)
        + "PATH=${PATH#*:}\nexec secret-tool \"$@\"\n";
  }

  @AfterEach
  void endKeyring() throws Exception {
    if (session == null) return;
    session.getOutputStream().close(); // ends cat, thereby the bus
    if (!session.waitFor(20, TimeUnit.SECONDS)) session.destroyForcibly();
    ProcessHandle.allProcesses().filter(this::isOurs).forEach(ProcessHandle::destroyForcibly);
  }

  /** The keyring goes on without its bus, some of the time. */
  private boolean isOurs(ProcessHandle process) {
    Path of = Path.of("/proc", Long.toString(process.pid()));
    try {
      return Files.readString(of.resolve("comm")).startsWith("gnome-keyring")
          && Files.readString(of.resolve("environ"), StandardCharsets.ISO_8859_1)
              .contains("HOME=" + folder + "\0");
    } catch (IOException e) {
      return false; // it has ended, or is somebody else's
    }
  }

  private Keyring keyring() {
    return Keyring.of(Map.of("PATH", folder + ":" + System.getenv("PATH")), "Linux").orElseThrow();
  }

  @Test
  void aRefreshTokenIsKeptReplacedAndForgotten() throws IOException {
    Keyring keyring = keyring();
    ProcessLock lock = new ProcessLock(folder.resolve("x.lock"), Time.SYSTEM);
    KeyringStore store = new KeyringStore(keyring, "id1", lock);
    String token = "eyJhbGciOiJIUzUxMiJ9." + "x".repeat(1200) + "-_A.y~+/=";

    assertThat(keyring.answers()).isTrue();
    assertThat(store.load()).isEmpty();
    store.save("first");
    store.save(token);

    assertThat(store.load()).contains(token);
    assertThat(keyring.find("id2")).isEmpty();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList())
        assertThat(Files.readString(file, StandardCharsets.ISO_8859_1))
            .as(file + " is encrypted")
            .doesNotContain(token.substring(30, 90));
    }
    store.forget();
    assertThat(store.load()).isEmpty();
  }

  @Test
  void aKeyringWhoseBusHasGoneDoesNotAnswer() throws Exception {
    Keyring keyring = keyring();
    endKeyring();

    assertThat(keyring.answers()).isFalse();
    assertThatThrownBy(() -> keyring.find("id1"))
        .isInstanceOfSatisfying(
            SignInFailure.class, failure -> assertThat(failure.isOver()).isFalse());
  }
}
