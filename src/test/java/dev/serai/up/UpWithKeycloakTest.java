package dev.serai.up;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serai.testing.KeycloakServer;
import dev.serai.testing.KeycloakSignIn;
import dev.serai.testing.KeycloakTokens;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command as a process, with a Keycloak of its own. */
class UpWithKeycloakTest {
  private static final Pattern READY =
      Pattern.compile("✓ keycloak   (http://127\\.0\\.0\\.1:\\d+)/realms/serai/account");
  private static Path prepared;

  @TempDir static Path binaries;
  @TempDir Path folder;
  private final List<Process> started = new ArrayList<>();
  // the same at each start: where the pages are belongs to the realm
  private final int adminPort = KeycloakProcess.anyPort();

  @BeforeAll
  static void prepare() {
    prepared = KeycloakServer.shared().home().folder();
  }

  @BeforeEach
  void shareBinaries() throws Exception {
    Path keycloak = Files.createDirectories(folder.resolve("data/keycloak"));
    Files.createSymbolicLink(folder.resolve("data/postgres-bin"), binaries);
    Files.createSymbolicLink(keycloak.resolve(KeycloakHome.VERSION), prepared);
  }

  @AfterEach
  void stop() throws Exception {
    for (Process up : started) {
      up.destroy();
      if (!up.waitFor(60, TimeUnit.SECONDS)) up.destroyForcibly();
    }
    leftBehind().ifPresent(ProcessHandle::destroyForcibly);
    Files.deleteIfExists(folder.resolve("data/postgres-bin"));
    Files.deleteIfExists(folder.resolve("data/keycloak").resolve(KeycloakHome.VERSION));
  }

  @Test
  void aDemoUserSignsInAndAServerThatWasLeftBehindIsEnded() throws Exception {
    Process first = start("--keycloak-port", "0");
    String url = awaitError(first, READY).group(1);

    KeycloakTokens tokens = new KeycloakSignIn(url + "/realms/serai").withCode("bob", "bob");

    assertThat(tokens.claims().path("aud").asText()).isEqualTo("serai-gateway");
    assertThat(Files.getPosixFilePermissions(folder.resolve("data/keycloak.properties")))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    ProcessHandle orphan = leftBehind().orElseThrow();
    first.destroyForcibly().waitFor();
    assertThat(orphan.isAlive()).isTrue();

    Process second = start("--keycloak-port", "0");
    Matcher ready = awaitError(second, READY);

    assertThat(orphan.isAlive()).isFalse();
    assertThat(error()).contains("stopping a server that was left behind, pid " + orphan.pid());
    assertThat(error().substring(error().lastIndexOf("✓ admin")))
        .as("the realm is as it was left")
        .doesNotContain("applying the realm");
    new KeycloakSignIn(ready.group(1) + "/realms/serai").withCode("ada", "ada");

    second.destroy();
    assertThat(second.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(second.exitValue()).isZero();
    assertThat(leftBehind()).isEmpty();
  }

  @Test
  void aPortThatIsTakenIsOneLineAndTheGatewayGoesOn() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      String port = String.valueOf(taken.getLocalPort());

      Process up = start("--keycloak-port", port);
      awaitError(up, Pattern.compile("! keycloak .*"));

      assertThat(error())
          .contains(
              "! keycloak   nobody can sign in: port "
                  + port
                  + " is taken: stop what listens there, or choose another --keycloak-port;"
                  + " keys work\n")
          .doesNotContain("\tat ");
      assertThat(up.isAlive()).isTrue();
    }
  }

  private Process start(String... args) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx256m"));
    command.add("-Dserai.home=" + Path.of("").toAbsolutePath());
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(TinyGateway.class.getName());
    command.addAll(List.of("--data", "data", "--port", "0"));
    command.addAll(List.of("--admin-port", String.valueOf(adminPort)));
    command.addAll(List.of(args));
    Process up =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectError(folder.resolve("err").toFile())
            .redirectOutput(folder.resolve("out").toFile())
            .start();
    started.add(up);
    return up;
  }

  /** A line on standard error, once it is there. */
  private Matcher awaitError(Process process, Pattern line) throws Exception {
    long end = System.nanoTime() + Duration.ofSeconds(240).toNanos();
    while (System.nanoTime() < end && process.isAlive()) {
      Matcher found = line.matcher(error());
      if (found.find()) return found;
      if (error().contains("nobody can sign in")) break;
      process.waitFor(100, TimeUnit.MILLISECONDS);
    }
    throw new AssertionError("no " + line + ": " + error());
  }

  private String error() throws Exception {
    return Files.readString(folder.resolve("err"));
  }

  private Optional<ProcessHandle> leftBehind() throws Exception {
    return KeycloakProcess.leftBehind(folder.toRealPath().resolve("data/keycloak/data"));
  }
}
