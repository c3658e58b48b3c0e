package dev.serai.cli.signin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.grack.nanojson.JsonWriter;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is kept for which gateway, and what is left of one that another takes the place of. */
class SignInsTest {
  private static final URI ADMIN = URI.create("http://127.0.0.1:8081");

  @TempDir Path folder;
  private final TokenEndpoint keycloak = new TokenEndpoint();

  @AfterEach
  void stop() {
    keycloak.close();
  }

  private Path place() {
    return folder.resolve("sign-ins");
  }

  private SignIns signIns(Optional<Keyring> keyring) {
    return new SignIns(place(), keyring, _ -> false, Time.SYSTEM);
  }

  private Optional<Keyring> keyring() throws IOException {
    Path tool = folder.resolve("secret-tool");
    Files.writeString(
        tool,
        """
        #!/bin/sh
        case $1 in
        store) cat > "%1$s/secret" ;;
        lookup) [ -f "%1$s/secret" ] && cat "%1$s/secret" ;;
        clear) rm -f "%1$s/secret" ;;
        esac
        """
            .formatted(folder));
    Files.setPosixFilePermissions(tool, PosixFilePermissions.fromString("rwxr-xr-x"));
    return Keyring.of(Map.of("PATH", folder + ":/usr/bin:/bin"), "Linux");
  }

  private SignIn begun(String refresh) {
    MemoryStore memory = new MemoryStore();
    memory.save(refresh);
    return new SignIn(keycloak.realm(), memory, new Wire(), Time.SYSTEM);
  }

  private Kept kept(Keeping keeping) {
    return new Kept(ADMIN, keycloak.url(), "cli", null, "ada", keeping);
  }

  private static String refresh(String session, String name) {
    String claims = JsonWriter.string(Map.of("sid", session, "jti", name));
    return "e30."
        + Base64.getUrlEncoder().withoutPadding().encodeToString(claims.getBytes())
        + ".x";
  }

  private List<String> revoked() {
    return keycloak.asked().stream()
        .filter(asked -> asked.path().equals("/revoke"))
        .map(asked -> asked.form().get("token"))
        .toList();
  }

  private Stream<String> secrets() throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> folder.relativize(file).toString())
          .filter(name -> name.equals("secret") || name.contains(".token"))
          .toList()
          .stream();
    }
  }

  @Test
  void anotherLoginEndsTheOneBeforeWhereverThatWasKept() throws IOException {
    SignIns signIns = signIns(keyring());
    keycloak.then(200, "").then(200, "").then(200, "");
    signIns.keep(begun(refresh("s1", "first")), kept(Keeping.FILE));

    signIns.keep(begun(refresh("s2", "second")), kept(Keeping.KEYRING));

    assertThat(revoked()).containsExactly(refresh("s1", "first"));
    assertThat(secrets()).containsExactly("secret");
    signIns.keep(begun(refresh("s3", "third")), kept(Keeping.FILE));
    signIns.keep(begun(refresh("s4", "fourth")), kept(Keeping.FILE));
    assertThat(revoked()).hasSize(3).endsWith(refresh("s3", "third"));
    assertThat(secrets()).hasSize(1).allMatch(name -> name.endsWith(".token"));
  }

  @Test
  void aLoginInTheSameSessionOfKeycloakIsNotEndedWithTheOneBefore() throws IOException {
    SignIns signIns = signIns(keyring());
    signIns.keep(begun(refresh("s1", "first")), kept(Keeping.FILE));

    signIns.keep(begun(refresh("s1", "second")), kept(Keeping.KEYRING));

    assertThat(revoked()).isEmpty();
    assertThat(secrets()).containsExactly("secret");
  }

  @Test
  void aSignInThatCannotBeFoundAgainIsEnded() throws IOException {
    SignIns signIns = signIns(Optional.empty());
    Files.createDirectories(place().resolve("last.properties/full"));
    keycloak.then(200, "");

    assertThatThrownBy(() -> signIns.keep(begun("r1"), kept(Keeping.FILE)))
        .hasMessageStartingWith("cannot write");

    assertThat(revoked()).containsExactly("r1");
    assertThat(secrets()).isEmpty();
    assertThat(signIns.kept(ADMIN)).isEmpty();
  }

  @Test
  void aKeyringThatIsGoneIsNoDeadEnd() throws IOException {
    signIns(keyring()).keep(begun("r1"), kept(Keeping.KEYRING));
    SignIns without = signIns(Optional.empty());

    assertThatThrownBy(() -> without.open(ADMIN))
        .isInstanceOfSatisfying(SignInFailure.class, e -> assertThat(e.isOver()).isTrue());
    SignIns.Ended ended = without.forget(ADMIN).orElseThrow();

    assertThat(ended.failure()).hasMessage("there is no keyring any more");
    assertThat(without.kept(ADMIN)).isEmpty();
    assertThat(without.last()).isEmpty();
    assertThat(without.forget(ADMIN)).isEmpty();
  }

  @Test
  void whatIsForgottenLeavesNoSecretThoughKeycloakIsAway() throws IOException {
    SignIns signIns = signIns(keyring());
    signIns.keep(begun("r1"), kept(Keeping.KEYRING));
    try (Stream<Path> files = Files.list(place())) {
      Path lock = files.filter(file -> file.toString().endsWith(".lock")).findFirst().orElseThrow();
      String token = lock.getFileName().toString().replace(".lock", ".token");
      Files.writeString(place().resolve(token), "of an earlier login");
    }
    keycloak.close();

    SignIns.Ended ended = signIns.forget(ADMIN).orElseThrow();

    assertThat(ended.failure()).hasMessageStartingWith("cannot reach");
    assertThat(secrets()).isEmpty();
  }

  @Test
  void whatAKilledCommandLeftIsSweptByTheNext() throws IOException {
    SignIns signIns = signIns(Optional.empty());
    signIns.keep(begun("r1"), kept(Keeping.FILE));
    String token = secrets().findFirst().orElseThrow();
    Path left = folder.resolve(token.replace("sign-ins/", "sign-ins/.new-") + "-123");
    Files.writeString(left, "a refresh token");
    Path ofAnother = place().resolve(".new-0123456789abcdef.token-123");
    Files.writeString(ofAnother, "being written by another command");
    keycloak.thenTokens("a1", "r2");

    signIns.open(ADMIN).orElseThrow().get();

    assertThat(left).doesNotExist();
    assertThat(ofAnother).exists();
  }

  @Test
  void pathsThatDifferInCaseAreOtherGateways() {
    SignIns signIns = signIns(Optional.empty());
    URI admin = URI.create("HTTPS://Serai.example:8081/Team/");
    signIns.keep(begun("r1"), new Kept(admin, keycloak.url(), "cli", null, "ada", Keeping.FILE));

    assertThat(signIns.kept(URI.create("https://serai.EXAMPLE:8081/Team"))).isPresent();
    assertThat(signIns.kept(URI.create("https://serai.example:8081/team"))).isEmpty();
    assertThat(signIns.last().orElseThrow().admin())
        .isEqualTo(URI.create("https://serai.example:8081/Team"));
  }

  @Test
  void nothingIsEverKeptInWhateverFolderOneIsIn() {
    Path home = Path.of(System.getProperty("user.home"));

    assertThat(Surroundings.folder(Map.of("HOME", "/home/ada")))
        .isEqualTo(Path.of("/home/ada/.config/serai"));
    for (String odd : List.of("", "config", "./x")) {
      assertThat(Surroundings.folder(Map.of("HOME", "/home/ada", "XDG_CONFIG_HOME", odd)))
          .isEqualTo(Path.of("/home/ada/.config/serai"));
      assertThat(Surroundings.folder(Map.of("HOME", odd))).isEqualTo(home.resolve(".config/serai"));
    }
    assertThat(Surroundings.folder(Map.of("XDG_CONFIG_HOME", "/etc/x")))
        .isEqualTo(Path.of("/etc/x/serai"));
    assertThat(Surroundings.folder(Map.of())).isEqualTo(home.resolve(".config/serai"));
  }
}
