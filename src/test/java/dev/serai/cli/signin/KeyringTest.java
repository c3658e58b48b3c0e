package dev.serai.cli.signin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** With commands that say and end as the real ones do. */
class KeyringTest {
  @TempDir Path folder;
  private final TokenEndpoint keycloak = new TokenEndpoint();

  @AfterEach
  void stop() {
    keycloak.close();
  }

  private Keyring keyring(String system, String body) throws IOException {
    String name = system.startsWith("Mac") ? "security" : "secret-tool";
    Path tool = folder.resolve(name);
    Files.writeString(tool, "#!/bin/sh\n" + body.replace("FOLDER", folder.toString()) + "\n");
    Files.setPosixFilePermissions(tool, PosixFilePermissions.fromString("rwxr-xr-x"));
    return Keyring.of(Map.of("PATH", folder.toString()), system).orElseThrow();
  }

  private KeyringStore store(String system, String body) throws IOException {
    ProcessLock lock = new ProcessLock(folder.resolve("x.lock"), Time.SYSTEM);
    return new KeyringStore(keyring(system, body), "id1", lock);
  }

  private static void isNoSignOut(ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            SignInFailure.class, failure -> assertThat(failure.isOver()).isFalse());
  }

  @Test
  void whatIsNotThereIsSaidByCodeAndSilence() throws IOException {
    assertThat(keyring("Linux", "exit 1").find("id1")).isEmpty();
    assertThat(keyring("Mac OS X", "echo 'could not be found' >&2; exit 44").find("id1")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "echo 'secret-tool: Cannot autolaunch D-Bus' >&2; exit 1",
        "kill -INT $$; sleep 9",
        "kill -TERM $$; sleep 9",
        "exit 130",
        "exit 0",
        "case $1 in lookup) exit 1 ;; search) echo '[/org/freedesktop/secrets/1]' ;; esac",
        "case $1 in lookup) exit 1 ;; search) echo 'attribute.account = id1' >&2 ;; esac"
      })
  void aKeyringThatIsLockedOrGoneSignsNobodyOut(String body) throws IOException {
    isNoSignOut(store("Linux", body)::load);

    SignIn signIn =
        new SignIn(keycloak.realm(), store("Linux", body), new Wire(), new SettableTime());
    isNoSignOut(signIn::get);
    isNoSignOut(signIn::get);
    assertThat(keycloak.asked()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"exit 51", "exit 0", "kill -KILL $$", "exit 1"})
  void aKeychainThatRefusesSignsNobodyOut(String body) throws IOException {
    isNoSignOut(store("Mac OS X", body)::load);
  }

  @Test
  void whatSaysWhyIsTold() throws IOException {
    assertThatThrownBy(store("Linux", "printf 'no \\033[2J bus\\n' >&2; exit 1")::load)
        .isInstanceOfSatisfying(
            SignInFailure.class,
            failure -> assertThat(failure.advice()).containsExactly("no  [2J bus"));
  }

  @Test
  void aSecretThatStaysIsNotCalledForgotten() throws IOException {
    isNoSignOut(store("Linux", "echo refused >&2; exit 1")::forget);
    isNoSignOut(store("Linux", "case $1 in search) echo still here ;; esac")::forget);
    isNoSignOut(store("Mac OS X", "exit 36")::forget);
    store("Linux", "exit 1").forget();
    store("Mac OS X", "exit 44").forget();
  }

  @Test
  void whatTheCommandLeavesRunningIsNotWaitedFor() throws IOException {
    Keyring keyring = keyring("Linux", "echo found; sleep 30 & echo $! > FOLDER/left");
    try {
      assertThat(keyring.find("id1")).contains("found");
    } finally {
      long left = Long.parseLong(Files.readString(folder.resolve("left")).strip());
      ProcessHandle.of(left).ifPresent(ProcessHandle::destroyForcibly);
    }
  }

  @Test
  void aKeyringThatFailsForAWhileCostsNeitherTheTokenNorTheSignIn() throws IOException {
    String tool =
        """
        [ -f "FOLDER/locked" ] && { echo locked >&2; exit 1; }
        case $1 in
        store) cat > "FOLDER/secret" ;;
        lookup) [ -f "FOLDER/secret" ] && cat "FOLDER/secret" ;;
        esac
        """;
    KeyringStore store = store("Linux", tool);
    store.save("r0");
    SettableTime time = new SettableTime();
    SignIn signIn = new SignIn(keycloak.realm(), store, new Wire(), time);
    Path locked = folder.resolve("locked");
    keycloak.then(
        _ -> {
          lock(locked);
          return new TokenEndpoint.Reply(200, keycloak.tokens("a1", "r1", ""));
        });
    keycloak.thenTokens("a2", "r2");

    assertThat(signIn.get()).isEqualTo("a1");
    time.pass(java.time.Duration.ofMinutes(5));
    assertThat(signIn.get()).isEqualTo("a2");
    Files.delete(locked);
    signIn.close();

    assertThat(keycloak.asked().getLast().form()).containsEntry("refresh_token", "r1");
    assertThat(store.load()).contains("r2");
  }

  private static void lock(Path locked) {
    try {
      Files.writeString(locked, "");
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
