package dev.serai.cli.signin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoresTest {
  /** Speaks like secret-tool; its keyring is a folder, and what it was called with a file. */
  private static final String SECRET_TOOL =
      """
      #!/bin/sh
      echo "$@" >> "%1$s/arguments"
      verb=$1
      for last; do :; done
      case $verb in
      store) cat > "%1$s/$last" ;;
      lookup) [ -f "%1$s/$last" ] && cat "%1$s/$last" ;;
      clear) rm -f "%1$s/$last" ;;
      esac
      """;

  @TempDir Path folder;

  private ProcessLock lock() {
    return new ProcessLock(folder.resolve("x.lock"), Time.SYSTEM);
  }

  private static String modes(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }

  private Optional<Keyring> keyring(String script) throws IOException {
    Path tool = folder.resolve("secret-tool");
    Files.writeString(tool, script.formatted(folder));
    Files.setPosixFilePermissions(tool, PosixFilePermissions.fromString("rwxr-xr-x"));
    return Keyring.of(Map.of("PATH", "relative:/none:" + folder + ":/usr/bin:/bin"), "Linux");
  }

  @Test
  void aFileIsItsOwnersAloneAndReplacedAsAWhole() throws IOException {
    Path place = folder.resolve("serai");
    Files.createDirectory(
        place, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
    FileStore store = new FileStore(place.resolve("id.token"), lock());

    store.save("first");
    store.save("second");

    assertThat(store.load()).contains("second");
    assertThat(modes(store.file())).isEqualTo("rw-------");
    assertThat(modes(place)).isEqualTo("rwx------");
    try (Stream<Path> files = Files.list(place)) {
      assertThat(files).containsExactly(store.file());
    }
    store.forget();
    assertThat(store.load()).isEmpty();
  }

  @Test
  void aFileThatOthersCanReadIsNotUsed() throws IOException {
    FileStore store = new FileStore(folder.resolve("id.token"), lock());
    store.save("secret");
    Files.setPosixFilePermissions(store.file(), PosixFilePermissions.fromString("rw-r--r--"));

    assertThatThrownBy(store::load).hasMessageStartingWith("others can read");
  }

  @Test
  void theKeyringGetsSecretsThroughAPipeAndNotAsArguments() throws IOException {
    Keyring keyring = keyring(SECRET_TOOL).orElseThrow();
    KeyringStore store = new KeyringStore(keyring, "id1", lock());

    assertThat(keyring.answers()).isTrue();
    store.save("secret.of-a_sign-in");

    assertThat(store.load()).contains("secret.of-a_sign-in");
    store.forget();
    assertThat(store.load()).isEmpty();
    assertThat(Files.readString(folder.resolve("arguments")))
        .contains("store --label=Serai sign-in service serai account id1")
        .doesNotContain("secret.of-a_sign-in");
  }

  @Test
  void aKeyringThatDoesNotAnswerIsNone() throws IOException {
    assertThat(keyring("#!/bin/sh\nexit 1\n").orElseThrow().answers()).isFalse();
    assertThat(keyring("#!/bin/sh\ncat >/dev/null; exit 0\n").orElseThrow().answers()).isFalse();
    assertThat(Keyring.of(Map.of("PATH", "/none"), "Linux")).isEmpty();
    assertThat(Keyring.of(Map.of("PATH", folder.toString()), "Windows 11")).isEmpty();
  }

  @Test
  void oneHasTheLockAtATime() {
    SettableTime time = new SettableTime();
    TokenStore.Lock first = lock().take();

    assertThatThrownBy(new ProcessLock(folder.resolve("x.lock"), time)::take)
        .hasMessageContaining("another serai");
    assertThat(time.pauses()).isNotEmpty();
    first.close();
    lock().take().close();
  }

  @Test
  void whatIsKnownOfASignInHasNoSecretAndIsOnlyForItsGateway() throws IOException {
    SignIns signIns = new SignIns(folder.resolve("s"), Optional.empty(), _ -> false, Time.SYSTEM);
    URI admin = URI.create("https://Serai.example:8081/");
    try (TokenEndpoint keycloak = new TokenEndpoint()) {
      keycloak.thenTokens("a1", "r1");
      TokenStore memory = new MemoryStore();
      memory.save("r0");
      SignIn signIn = new SignIn(keycloak.realm(), memory, new Wire(), Time.SYSTEM);
      signIns.keep(signIn, new Kept(admin, keycloak.url(), "cli", null, "ada", Keeping.FILE));
      assertThat(signIn.get()).isEqualTo("a1");
      signIn.close(); // it is kept: Keycloak is not told
      assertThat(keycloak.asked()).hasSize(1);
    }
    Kept kept = signIns.kept(URI.create("https://serai.example:8081")).orElseThrow();

    assertThat(kept.user()).isEqualTo("ada");
    assertThat(signIns.last()).contains(kept);
    assertThat(signIns.kept(URI.create("https://serai.example:8082"))).isEmpty();
    try (Stream<Path> files = Files.list(folder.resolve("s"))) {
      for (Path file : files.toList()) {
        assertThat(modes(file)).as(file.toString()).isEqualTo("rw-------");
        if (!file.toString().endsWith(".token"))
          assertThat(Files.readString(file)).doesNotContain("r0", "r1", "a1");
      }
    }
  }

  @Test
  void aBrowserIsStartedWithoutAShell() {
    URI address = URI.create("https://sso.example/?a=1&b=$(touch);'c'");

    assertThat(new Browser(Map.of(), "Linux").commands(address))
        .containsExactly(List.of("xdg-open", address.toString()));
    assertThat(new Browser(Map.of(), "Mac OS X").commands(address))
        .containsExactly(List.of("open", address.toString()));
    assertThat(new Browser(Map.of(), "Windows 11").commands(address))
        .containsExactly(List.of("rundll32", "url.dll,FileProtocolHandler", address.toString()));
    assertThat(new Browser(Map.of("BROWSER", "fox --new %s:lynx"), "Linux").commands(address))
        .startsWith(
            List.of("fox", "--new", address.toString()), List.of("lynx", address.toString()));
    assertThat(new Browser(Map.of("BROWSER", "/none/such"), "Windows").open(address)).isFalse();
  }

  @Test
  void aBrowserIsNotOpenedWhereNobodySeesIt() {
    assertThat(Surroundings.withoutBrowser(Map.of("DISPLAY", ":0"), "Linux", false)).isEmpty();
    assertThat(Surroundings.withoutBrowser(Map.of(), "Mac OS X", false)).isEmpty();
    assertThat(Surroundings.withoutBrowser(Map.of(), "Linux", false))
        .contains("there is no display");
    assertThat(
            Surroundings.withoutBrowser(
                Map.of("DISPLAY", ":0", "SSH_CONNECTION", "1.2.3.4 1"), "Mac OS X", false))
        .contains("this is a remote shell");
    assertThat(Surroundings.withoutBrowser(Map.of("DISPLAY", ":0"), "Linux", true))
        .contains("this is a container");
  }
}
