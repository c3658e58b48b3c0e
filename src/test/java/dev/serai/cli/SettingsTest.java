package dev.serai.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which secret goes to which gateway, with two logins: at b, then at a. */
class SettingsTest {
  private static final String A = "https://a.example:8081";
  private static final String B = "https://b.example:8081";

  @TempDir Path home;

  @BeforeEach
  void logins() throws IOException {
    Path folder = home.resolve("serai/sign-ins");
    Files.createDirectories(folder);
    // the name of a file is what the address hashes to
    write(folder.resolve(name(B) + ".properties"), B, "https://b.example:8080");
    write(folder.resolve(name(A) + ".properties"), A, "https://a.example:8080");
    write(folder.resolve("last.properties"), A, "https://a.example:8080");
  }

  private static String name(String admin) {
    try {
      byte[] hash =
          java.security.MessageDigest.getInstance("SHA-256")
              .digest(admin.getBytes(java.nio.charset.StandardCharsets.UTF_8));
      return java.util.HexFormat.of().formatHex(hash, 0, 8);
    } catch (java.security.NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void write(Path file, String admin, String url) throws IOException {
    Files.writeString(
        file,
        """
        admin-url=%s
        url=%s
        issuer=https\\://sso.example
        client-id=serai-cli
        user=ada
        store=FILE
        """
            .formatted(admin.replace(":", "\\:"), url.replace(":", "\\:")));
  }

  private Map<String, String> env(String... pairs) {
    Map<String, String> env = new HashMap<>(Map.of("XDG_CONFIG_HOME", home.toString()));
    for (int i = 0; i < pairs.length; i += 2) env.put(pairs[i], pairs[i + 1]);
    return env;
  }

  private static Settings.Flags admin(String url) {
    return new Settings.Flags(url, null, null, null);
  }

  private static final Settings.Flags NOTHING = new Settings.Flags(null, null, null, null);

  @Test
  void theGatewayIsThatOfTheLoginWhoseTokenIsSent() {
    Settings last = Settings.ofSignIn(NOTHING, env());
    Settings other = Settings.ofSignIn(admin(B + "/"), env());
    Settings byVariable = Settings.ofSignIn(NOTHING, env("SERAI_ADMIN_URL", B));

    assertThat(last.gateway()).isEqualTo(URI.create("https://a.example:8080"));
    assertThat(other.gateway()).isEqualTo(URI.create("https://b.example:8080"));
    assertThat(byVariable.gateway()).isEqualTo(URI.create("https://b.example:8080"));
  }

  @Test
  void aGatewayThatNobodyKnowsIsAskedFor() {
    Settings settings = Settings.ofSignIn(admin("https://c.example:8081"), env());

    assertThatThrownBy(settings::gateway)
        .isInstanceOfSatisfying(
            Failure.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.USAGE))
        .hasMessageContaining("does not say where its port for clients is");
    assertThat(settings.at(URI.create("https://c.example")).gateway())
        .isEqualTo(URI.create("https://c.example"));
    assertThat(Settings.ofSignIn(admin("http://127.0.0.1:9"), env()).gateway())
        .isEqualTo(URI.create(Settings.GATEWAY_URL));
  }

  @Test
  void anAdminTokenDoesNotGoWhereSomebodyLoggedInLast() {
    Map<String, String> env = env("SERAI_ADMIN_TOKEN", "serai-admin-x");

    assertThat(Settings.of(NOTHING, env).adminUrl().value()).isEqualTo(Settings.ADMIN_URL);
    assertThat(Settings.of(NOTHING, env).url().value()).isEqualTo(Settings.GATEWAY_URL);
    Settings.Flags flag = new Settings.Flags(null, "serai-admin-x", null, null);
    assertThat(Settings.of(flag, env()).adminUrl().value()).isEqualTo(Settings.ADMIN_URL);
    assertThat(Settings.of(admin(B), env).adminUrl().value()).isEqualTo(B);
    assertThat(Settings.of(NOTHING, env()).adminUrl().value()).isEqualTo(A);
    assertThat(Settings.ofSignIn(NOTHING, env).adminUrl().value()).isEqualTo(A);
  }

  @ParameterizedTest
  @CsvSource({
    "https://serai.example:8081, false",
    "http://127.0.0.1:8081, false",
    "http://localhost:8081, false",
    "http://[::1]:8081, false",
    "http://serai.example:8081, true",
    "http://127.0.0.1.evil.example:8081, true",
    "http://localhost.evil.example, true",
    "http://10.0.0.7:8081, true"
  })
  void aSignInsTokenIsEncryptedOnItsWay(String address, boolean refused) {
    URI uri = URI.create(address);
    Settings.Setting from = new Settings.Setting(address, "--admin-url");

    PlainHttp.check(uri, from, true);
    if (!refused) PlainHttp.check(uri, from, false);
    else
      assertThatThrownBy(() -> PlainHttp.check(uri, from, false))
          .isInstanceOfSatisfying(
              Failure.class,
              failure -> {
                assertThat(failure.exitCode()).isEqualTo(ExitCode.USAGE);
                assertThat(failure.details().getLast()).contains("--insecure", "SERAI_INSECURE=1");
              });
  }

  @Test
  void onlyAClearWordAllowsPlainHttp() {
    assertThat(Settings.of(NOTHING, env("SERAI_INSECURE", "1")).insecure()).isTrue();
    assertThat(Settings.of(NOTHING, env("SERAI_INSECURE", "0")).insecure()).isFalse();
    assertThat(Settings.of(NOTHING, env()).insecure()).isFalse();
  }
}
