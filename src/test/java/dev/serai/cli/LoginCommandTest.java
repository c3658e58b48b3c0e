package dev.serai.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.serai.cli.CommandLineRun.Ended;
import dev.serai.cli.signin.SignIns;
import dev.serai.testing.GatewayUnderTest;
import dev.serai.testing.KeycloakBrowser;
import dev.serai.testing.KeycloakBrowser.Page;
import dev.serai.testing.KeycloakRealm;
import dev.serai.testing.KeycloakServer;
import dev.serai.testing.TestAuthority;
import dev.serai.testing.TlsFront;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With the real gateway and a real Keycloak. */
class LoginCommandTest {
  private static KeycloakRealm realm;
  private static GatewayUnderTest gateway;

  @TempDir Path home;

  /** Where the browser command of the test writes the address that it is to open. */
  private Path opened;

  private CommandLineRun line;

  @BeforeAll
  static void start() {
    realm = KeycloakServer.shared().newRealm();
    realm.setDevicePolling(1);
    var starter = GatewayUnderTest.with("");
    for (String property : realm.properties()) {
      String[] parts = property.split("=", 2);
      starter.property(parts[0], parts[1]);
    }
    gateway = starter.start();
  }

  @AfterAll
  static void stop() {
    gateway.close();
  }

  @BeforeEach
  void home() throws Exception {
    opened = home.resolve("opened");
    assertThat(new ProcessBuilder("mkfifo", opened.toString()).start().waitFor()).isZero();
    Path browser = home.resolve("browser");
    Files.writeString(browser, "#!/bin/sh\nprintf %s \"$1\" > '" + opened + "'\n");
    Files.setPosixFilePermissions(browser, PosixFilePermissions.fromString("rwx------"));
    line =
        new CommandLineRun("", "", Map.of())
            .with("SERAI_ADMIN_TOKEN", "")
            .with("SERAI_ADMIN_URL", gateway.adminUrl())
            .with("XDG_CONFIG_HOME", home.resolve("config").toString())
            .with("PATH", "/none")
            .with("BROWSER", browser.toString());
  }

  /** Signs in at the page that the command opens. */
  private CompletableFuture<String> somebodySignsIn(String name) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            KeycloakBrowser browser = realm.signIn().browser();
            Page page = browser.follow(browser.get(Files.readString(opened)));
            page = browser.submit(page, Map.of("username", name, "password", name));
            return browser.get(browser.follow(page).location()).text();
          } catch (IOException e) {
            throw new IllegalStateException(e);
          }
        });
  }

  /** Keycloak's times are seconds: who is signed out is so for the rest of that second. */
  private static String somebodyOfThisTestAlone(String name) {
    realm.createUser(name, List.of(), List.of());
    return name;
  }

  private Ended login(String name) {
    CompletableFuture<String> page = somebodySignsIn(name);
    Ended ended = line.run("login", "--browser", "--store", "file");
    assertThat(ended.exitCode()).as(ended.err()).isZero();
    assertThat(page.join()).contains("You are signed in");
    return ended;
  }

  @Test
  void afterALoginTheCommandsOfTheAdminApiNeedNoToken() {
    Ended login = login("ada");

    assertThat(login.err())
        .contains("not encrypted")
        .contains("✓ signed in as ada at " + gateway.adminUrl() + ", kept in a file");
    assertThat(line.run("whoami").out()).startsWith("name\tada\n").contains("organization\t");
    assertThat(line.run("whoami", "--json").out()).contains("\"name\":\"ada\"");
    assertThat(line.run("usage").exitCode()).isZero();
    assertThat(line.run("doctor").out())
        .contains("ok\tsign-in\tada (ada@serai.example) of ")
        .contains(" (the sign-in of ada)\t");
  }

  @Test
  void statusSaysWhoIsSignedInAndWithWhat() {
    assertThat(line.run("status").out()).contains("signed in\tno (serai login)\n");
    login("ada");

    assertThat(line.run("status").out())
        .contains("signed in\tada (ada@serai.example) of ", "projects\tpersonal/ada")
        .contains("token\t\tnot set\n");
    CommandLineRun terminal = new CommandLineRun("012", "", line.env(), 80).with("NO_COLOR", "1");
    assertThat(terminal.run("status").out())
        .containsPattern("(?m)^with +the sign-in of ada$")
        .containsPattern("(?m)^gateway +ready$")
        .containsPattern("(?m)^admin-url +" + gateway.adminUrl() + " +SERAI_ADMIN_URL$");
    assertThat(line.run("status", "--json").out())
        .contains("\"me\"", "\"from\":\"SERAI_ADMIN_URL\"");
  }

  @Test
  void theDocsShowWhatStatusShows() throws IOException {
    login("ada");
    CommandLineRun terminal = new CommandLineRun("012", "", line.env(), 100).with("NO_COLOR", "1");
    String docs = Files.readString(Path.of("docs/cli.md"));
    int shown = docs.indexOf("$ serai status\n") + "$ serai status\n".length();
    String block = docs.substring(shown, docs.indexOf("```", shown));

    assertThat(firstWords(terminal.run("status").out())).isEqualTo(firstWords(block));
  }

  /** Of each line, up to the gap. */
  private static List<String> firstWords(String text) {
    return text.lines().map(each -> each.split("  +")[0]).toList();
  }

  @Test
  void nobodyIsSignedInAnyMoreAfterALogout() throws IOException {
    login("bob");

    Ended logout = line.run("logout");

    assertThat(logout.err()).contains("✓ signed out: bob at " + gateway.adminUrl());
    Ended after = line.run("whoami");
    assertThat(after.exitCode()).isEqualTo(ExitCode.LOGIN);
    assertThat(after.err()).contains("try: serai login");
    assertThat(line.run("logout").err()).contains("Nobody is signed in");
    try (Stream<Path> files = Files.walk(home.resolve("config"))) {
      assertThat(files.filter(Files::isRegularFile).map(file -> file.getFileName().toString()))
          .allMatch(name -> name.endsWith(".lock"));
    }
  }

  @Test
  void aSignInThatEndedAtKeycloakIsExitCodeFour() {
    String ends = somebodyOfThisTestAlone("dora");
    login(ends);
    realm.logout(ends);

    Ended ended = line.run("whoami");

    assertThat(ended.exitCode()).isEqualTo(ExitCode.LOGIN);
    assertThat(ended.err()).contains("the sign-in has ended", "try: serai login");
  }

  @Test
  void theLastLoginSaysWhichGatewayIsMeant() {
    login("ada");

    CommandLineRun elsewhere = line.with("SERAI_ADMIN_URL", "");

    Ended whoami = elsewhere.run("whoami");
    assertThat(whoami.out()).as(whoami.err()).startsWith("name\tada\n");
    assertThat(elsewhere.run("status").out())
        .contains("admin-url\t" + gateway.adminUrl() + "\tthe last login");
  }

  private Entrance entrance(Settings.Flags flags, StringWriter said) {
    Terminal terminal =
        new Terminal(
            new PrintWriter(said, true),
            new PrintWriter(said, true),
            new BufferedReader(new StringReader("")),
            "",
            0,
            line.env());
    SignInSteps steps = new SignInSteps(terminal, line.env(), SignIns.of(line.env()));
    return Entrance.of(flags, steps, SignInSteps.Way.BROWSER);
  }

  private static final Settings.Flags NOTHING_SAID = new Settings.Flags(null, null, null, null);

  @Test
  void aLaunchTakesTheKeptSignInAndElseMakesOneThatEndsWithIt() {
    String name = somebodyOfThisTestAlone("lena");
    login(name);
    StringWriter said = new StringWriter();

    try (Entrance kept = entrance(NOTHING_SAID, said)) {
      assertThat(kept.api().get("/api/me", Map.of()).getString("name")).isEqualTo(name);
      assertThat(said.toString()).isEmpty();
    }
    assertThat(line.run("whoami").exitCode()).isZero();
    realm.logout(name);
    String other = somebodyOfThisTestAlone("nora");
    CompletableFuture<String> page = somebodySignsIn(other);
    AdminApi after;
    try (Entrance anew = entrance(NOTHING_SAID, said)) {
      after = anew.api();
      assertThat(after.get("/api/me", Map.of()).getString("name")).isEqualTo(other);
    }
    assertThat(page.join()).contains("You are signed in");
    assertThat(said.toString())
        .contains("Signing in again: the sign-in has ended.", "✓ signed in as nora");
    assertThatThrownBy(() -> after.get("/api/me", Map.of())).hasMessage("not signed in any more");
    assertThat(line.run("whoami").exitCode()).isEqualTo(ExitCode.LOGIN);
  }

  @Test
  void aSignInThatEndedGivesWayToAVirtualKeyAndSaysSo() {
    String name = somebodyOfThisTestAlone("mira");
    login(name);
    realm.logout(name);
    line = line.with("SERAI_KEY", "vk-lw-x");
    StringWriter said = new StringWriter();

    try (Entrance entrance = entrance(NOTHING_SAID, said)) {
      assertThatThrownBy(entrance::api).hasMessage("not signed in");
    }
    assertThat(said.toString())
        .contains("Not signed in (the sign-in has ended): with the virtual key of SERAI_KEY");
  }

  @Test
  void aLaunchCallsTheGatewayOfItsSignInAndNotOfTheLastLogin() throws IOException {
    login("ada");
    String there = "http://127.0.0.1:" + URI.create(gateway.url()).getPort();
    try (AdminStandIn other = new AdminStandIn();
        Stream<Path> files = Files.list(home.resolve("config/serai/sign-ins"))) {
      for (Path file : files.filter(each -> each.toString().endsWith(".properties")).toList()) {
        boolean last = file.endsWith("last.properties");
        String known = Files.readString(file).replaceAll("(?m)^url=.*", "");
        if (last) known = known.replaceAll("(?m)^admin-url=.*", "admin-url=" + other.url());
        Files.writeString(file, known + "\nurl=" + (last ? other.url() : there) + "\n");
      }

      try (Entrance entrance = entrance(NOTHING_SAID, new StringWriter())) {
        assertThat(entrance.settings().gateway()).isEqualTo(URI.create(there));
      }
      assertThat(other.asked()).isEmpty();
    }
  }

  @Test
  void aSecondLoginEndsTheFirstAtKeycloak() throws IOException {
    login(somebodyOfThisTestAlone("rosa"));
    Path folder = home.resolve("config/serai/sign-ins");
    Path token;
    try (Stream<Path> files = Files.list(folder)) {
      token = files.filter(file -> file.toString().endsWith(".token")).findFirst().orElseThrow();
    }
    String first = Files.readString(token);

    login("rosa");

    assertThat(line.run("whoami").exitCode()).isZero();
    Files.writeString(token, first);
    Ended ended = line.run("whoami");
    assertThat(ended.exitCode()).as(ended.err()).isEqualTo(ExitCode.LOGIN);
  }

  @Test
  void anAddressThatIsNoneIsWrongUsage() {
    for (String command : new String[] {"login", "logout", "whoami", "serve"})
      for (String address : List.of("not an address", "localhost:8081", "/api", "ftp://x")) {
        Ended ended = line.run(command, "--admin-url", address);
        assertThat(ended.exitCode()).as(command + " " + address).isEqualTo(ExitCode.USAGE);
        assertThat(ended.err())
            .contains("\"" + address + "\" is not an address of the admin API")
            .contains("it comes from --admin-url");
      }
  }

  @Test
  void aTokenIsNeverSentToAnotherGateway() {
    login("ada");
    try (AdminStandIn other = new AdminStandIn()) {
      Ended ended = line.run("whoami", "--admin-url", other.url());

      assertThat(ended.exitCode()).isEqualTo(ExitCode.LOGIN);
      assertThat(other.asked()).isEmpty();
    }
  }

  @Test
  void withoutAKeyringNothingIsKeptUnasked() {
    for (String[] arguments : new String[][] {{"login"}, {"login", "--store", "memory"}}) {
      Ended ended = line.run(arguments);

      assertThat(ended.exitCode()).isEqualTo(ExitCode.FAILED);
      assertThat(ended.err())
          .contains("cannot be kept", "`serai launch` does not need it", "--store file");
    }
    assertThat(home.resolve("config")).doesNotExist();
  }

  @Test
  void aGatewayBehindTlsIsTrustedByTheCaThatIsNamed(@TempDir Path folder) throws Exception {
    TestAuthority authority = TestAuthority.in(folder).issue();
    SSLContext usual = SSLContext.getDefault();
    try (TlsFront front = TlsFront.before(gateway.adminUrl(), authority)) {
      CommandLineRun plain = line.with("SERAI_ADMIN_URL", front.url());
      Ended untrusted = plain.run("login", "--store", "file");
      assertThat(untrusted.exitCode()).isEqualTo(ExitCode.FAILED);
      assertThat(untrusted.err())
          .contains("its certificate comes from nobody that is trusted here")
          .contains("export SERAI_CA_FILE=/path/to/ca.pem");

      line = plain.with("SERAI_CA_FILE", authority.pem().toString());
      login("ada");

      assertThat(line.run("whoami").out()).startsWith("name\tada\n");
      assertThat(line.run("status").out())
          .contains("ca-file\t" + authority.pem() + "\tSERAI_CA_FILE\n");
      assertThat(line.run("logout").err()).contains("✓ signed out: ada at " + front.url());
    } finally {
      SSLContext.setDefault(usual);
    }
  }

  @Test
  void aGatewayWithoutKeycloakSaysSo() {
    try (GatewayUnderTest plain = GatewayUnderTest.with("").start()) {
      Ended ended = line.run("login", "--store", "file", "--admin-url", plain.adminUrl());

      assertThat(ended.exitCode()).isEqualTo(ExitCode.FAILED);
      assertThat(ended.err()).contains("this gateway has no Keycloak", "answered 404");
    }
  }

  @Test
  void onlyOneWayToSignInIsTaken() {
    assertThat(line.run("login", "--device", "--browser").exitCode()).isEqualTo(ExitCode.USAGE);
  }
}
