package dev.serai.cli.signin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.serai.testing.KeycloakBrowser;
import dev.serai.testing.KeycloakBrowser.Page;
import dev.serai.testing.KeycloakRealm;
import dev.serai.testing.KeycloakServer;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With a real Keycloak, through its pages. */
class KeycloakFlowsTest {
  private static KeycloakRealm keycloak;

  @TempDir Path folder;

  @BeforeAll
  static void start() {
    keycloak = KeycloakServer.shared().newRealm();
    keycloak.setDevicePolling(1);
  }

  private SignIns signIns(Predicate<URI> opener) {
    return new SignIns(folder, Optional.empty(), opener, Time.SYSTEM);
  }

  private static Offer offer(String issuer) {
    return new Offer(issuer, "serai-cli", null);
  }

  private Realm realm() {
    return signIns(_ -> false).realm(offer(keycloak.issuer()));
  }

  /** Types name and password, then consents where a device asks. */
  private record Person(String name, KeycloakBrowser browser, CompletableFuture<String> last)
      implements Prompts {
    Person(String name) {
      this(name, keycloak.signIn().browser(), new CompletableFuture<>());
    }

    boolean goesTo(URI address) {
      Thread.ofVirtual().start(() -> signsIn(address));
      return true;
    }

    private void signsIn(URI address) {
      try {
        Page page = browser.follow(browser.get(address.toString()));
        if (page.status() == 200) // not signed in there yet
        page = browser.follow(browser.submit(page, Map.of("username", name, "password", name)));
        if (page.status() == 200) // a device: "do you want to?"
        page = browser.follow(browser.submit(page, Map.of("accept", "Yes")));
        last.complete(page.status() == 302 ? browser.get(page.location()).text() : page.text());
      } catch (RuntimeException e) {
        last.completeExceptionally(e);
      }
    }

    @Override
    public void browser(URI address, boolean opened) {
      assertThat(opened).isTrue();
    }

    @Override
    public void device(String code, URI address, URI complete, Duration life) {
      assertThat(code).matches("[A-Z]{4}-[A-Z]{4}");
      assertThat(complete.toString()).startsWith(address + "?").endsWith(code);
      goesTo(complete);
    }
  }

  private static String claims(String token) {
    return new String(java.util.Base64.getUrlDecoder().decode(token.split("\\.")[1]));
  }

  @Test
  void theIssuerTellsWhereItsEndpointsAre() {
    Realm realm = realm();

    assertThat(realm.issuer()).isEqualTo(keycloak.issuer());
    assertThat(realm.namesItself()).isTrue();
    assertThat(realm.deviceEndpoint().toString()).startsWith(keycloak.issuer());
  }

  @Test
  void anIssuerThatCallsItselfOtherwiseIsRefused() {
    String other = keycloak.issuer().replace("127.0.0.1", "localhost");

    assertThatThrownBy(() -> signIns(_ -> false).realm(offer(keycloak.issuer() + "/")))
        .hasMessage(keycloak.issuer() + "/ is no place to sign in");
    assertThatThrownBy(() -> signIns(_ -> false).realm(offer(other)))
        .hasMessage("the issuer is not who the gateway says");
    assertThatThrownBy(() -> signIns(_ -> false).realm(offer("http://sso.example/realms/x")))
        .hasMessageContaining("is not safe");
  }

  @Test
  void signsInThroughABrowser() {
    Person ada = new Person("ada");

    try (SignIn signIn = signIns(ada::goesTo).inBrowser(realm(), ada)) {
      assertThat(claims(signIn.get())).contains("\"preferred_username\":\"ada\"");
      assertThat(ada.last().join()).startsWith("200").contains("You are signed in");
    }
  }

  @Test
  void signsInOnADevice() {
    Person bob = new Person("bob");

    try (SignIn signIn = signIns(_ -> false).onDevice(realm(), bob)) {
      assertThat(claims(signIn.get())).contains("\"preferred_username\":\"bob\"");
    }
  }

  @Test
  void aKeptSignInIsRefreshedByTheNextCommandUntilItIsForgotten() {
    Person eve = new Person("eve");
    URI admin = URI.create("http://127.0.0.1:8081");
    SignIns signIns = signIns(eve::goesTo);
    SignIn first = signIns.inBrowser(realm(), eve);
    signIns.keep(first, new Kept(admin, keycloak.issuer(), "serai-cli", null, "eve", Keeping.FILE));
    String before = first.get();
    first.close();

    SignIn next = signIns.open(admin).orElseThrow();
    assertThat(next.get()).isNotEqualTo(before);
    assertThat(claims(next.get())).contains("\"preferred_username\":\"eve\"");
    String refresh =
        new FileStore(file(), new ProcessLock(folder.resolve("l"), Time.SYSTEM))
            .load()
            .orElseThrow();

    assertThat(signIns.forget(admin)).isPresent();
    assertThat(signIns.open(admin)).isEmpty();
    assertThat(file()).doesNotExist();
    MemoryStore stolen = new MemoryStore();
    stolen.save(refresh);
    assertThatThrownBy(new SignIn(realm(), stolen, new Wire(), Time.SYSTEM)::get)
        .hasMessage("the sign-in has ended");
  }

  @Test
  void aSecondLoginInTheSameBrowserIsNotEndedWithTheFirst() {
    keycloak.createUser("twice", List.of(), List.of());
    Person person = new Person("twice");
    URI admin = URI.create("http://127.0.0.1:8081");
    SignIns signIns = signIns(person::goesTo);
    Kept kept = new Kept(admin, keycloak.issuer(), "serai-cli", null, "twice", Keeping.FILE);
    signIns.keep(signIns.inBrowser(realm(), person), kept);

    signIns.keep(signIns.inBrowser(realm(), person), kept);

    assertThat(claims(signIns.open(admin).orElseThrow().get())).contains("\"twice\"");
  }

  private Path file() {
    try (var files = java.nio.file.Files.list(folder)) {
      return files
          .filter(each -> each.toString().endsWith(".token"))
          .findFirst()
          .orElse(folder.resolve("none"));
    } catch (java.io.IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void anEndAtKeycloakIsTold() {
    Person ada = new Person("ada");
    URI admin = URI.create("http://127.0.0.1:8081");
    SignIns signIns = signIns(ada::goesTo);
    SignIn signIn = signIns.inBrowser(realm(), ada);
    signIns.keep(
        signIn, new Kept(admin, keycloak.issuer(), "serai-cli", null, "ada", Keeping.FILE));

    keycloak.logout("ada");

    assertThatThrownBy(() -> signIns.open(admin).orElseThrow().get())
        .hasMessage("the sign-in has ended");
    assertThat(file()).doesNotExist();
  }
}
