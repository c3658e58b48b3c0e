package dev.serai.cli.signin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The browser's way back, with a browser of raw requests. */
class CallbackTest {
  private static final Duration SOON = Duration.ofSeconds(20);

  private final TokenEndpoint keycloak = new TokenEndpoint();
  private final CompletableFuture<String> page = new CompletableFuture<>();

  @AfterEach
  void stop() {
    keycloak.close();
  }

  /** What the browser was sent to Keycloak with. */
  private record Sent(URI redirect, String state, String nonce, String issuer) {
    String answer(String more) {
      return "/callback?state=" + state + "&iss=" + encode(issuer) + more;
    }
  }

  /**
   * @param browser comes back with this path
   */
  private Tokens signIn(Duration longest, Function<Sent, String> browser) {
    return new BrowserSignIn(
            keycloak.realm(), new Wire(), address -> open(address, browser), Time.SYSTEM, longest)
        .run(
            new Prompts() {
              @Override
              public void browser(URI address, boolean opened) {
                assertThat(opened).isTrue();
              }

              @Override
              public void device(String code, URI address, URI complete, Duration life) {
                throw new AssertionError("no device");
              }
            });
  }

  private boolean open(URI address, Function<Sent, String> browser) {
    Map<String, String> query = new HashMap<>();
    for (String pair : address.getRawQuery().split("&"))
      query.put(
          pair.substring(0, pair.indexOf('=')),
          URLDecoder.decode(pair.substring(pair.indexOf('=') + 1), StandardCharsets.UTF_8));
    assertThat(query)
        .containsEntry("code_challenge_method", "S256")
        .containsEntry("response_type", "code")
        .containsEntry("client_id", "cli");
    URI redirect = URI.create(query.get("redirect_uri"));
    assertThat(redirect.toString()).matches("http://127\\.0\\.0\\.1:\\d+/callback");
    Sent sent = new Sent(redirect, query.get("state"), query.get("nonce"), keycloak.url());
    keycloak.then(200, keycloak.tokens("a", "r", sent.nonce()));
    String path = browser.apply(sent);
    if (!path.isEmpty())
      Thread.ofVirtual().start(() -> page.complete(get(redirect, redirect.getAuthority(), path)));
    return true;
  }

  private static String get(URI redirect, String host, String path) {
    return send(redirect, "GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\n\r\n");
  }

  private static String send(URI redirect, String request) {
    try (Socket socket = new Socket("127.0.0.1", redirect.getPort())) {
      socket.setSoTimeout(20_000);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
      InputStream in = socket.getInputStream();
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  @Test
  void theRightAnswerSignsInAndSaysThatOneMayCloseTheWindow() {
    Tokens tokens = signIn(SOON, sent -> sent.answer("&code=c"));

    assertThat(tokens.access()).isEqualTo("a");
    assertThat(keycloak.asked().getFirst().form())
        .containsEntry("code", "c")
        .containsEntry("grant_type", "authorization_code");
    assertThat(page.join())
        .startsWith("HTTP/1.1 200")
        .contains("You are signed in", "You may close this window")
        .containsIgnoringCase("cache-control: no-store")
        .containsIgnoringCase("content-security-policy: default-src 'none'")
        .doesNotContain("<script");
  }

  @Test
  void whateverElseComesIs400AndDoesNotEndTheSignIn() {
    Tokens tokens =
        signIn(
            SOON,
            sent -> {
              URI at = sent.redirect();
              String host = at.getAuthority();
              String good = sent.answer("&code=stolen");
              for (String path :
                  List.of(
                      "/callback",
                      "/callback?error=x",
                      "/callback?error=access_denied&state=",
                      "/callback?error=x&state=wrong",
                      "/callback?code=x&state=" + sent.state() + "x",
                      "/callback?state=" + sent.state() + "&state=" + sent.state() + "&code=x",
                      "/callback?state=" + sent.state() + "&code=x&code=y",
                      "/callback?%ZZ=%ZZ",
                      "/%63allback?state=" + sent.state() + "&code=x",
                      "/callback/?state=" + sent.state() + "&code=x",
                      "/?state=" + sent.state() + "&code=x"))
                assertThat(get(at, host, path)).as(path).startsWith("HTTP/1.1 400");
              assertThat(get(at, "evil.example:" + at.getPort(), good)).startsWith("HTTP/1.1 400");
              assertThat(get(at, "localhost:" + at.getPort(), good)).startsWith("HTTP/1.1 400");
              assertThat(send(at, "POST " + good + " HTTP/1.1\r\nHost: " + host + "\r\n\r\n"))
                  .startsWith("HTTP/1.1 400")
                  .contains("Nothing happened");
              return sent.answer("&code=right");
            });

    assertThat(tokens.access()).isEqualTo("a");
    assertThat(keycloak.asked()).hasSize(1);
    assertThat(keycloak.asked().getFirst().form()).containsEntry("code", "right");
  }

  @Test
  void anAnswerOfAnotherIssuerOrOfNoneIsNotRedeemed() {
    assertThatThrownBy(
            () ->
                signIn(
                    SOON,
                    sent ->
                        "/callback?code=c&iss=https%3A%2F%2Fevil.example&state=" + sent.state()))
        .hasMessage("the answer comes from another issuer");
    assertThatThrownBy(() -> signIn(SOON, sent -> "/callback?code=c&state=" + sent.state()))
        .hasMessage("the answer comes from another issuer");
    assertThat(keycloak.asked()).isEmpty();
  }

  @Test
  void aDenialIsToldOnBothSides() {
    assertThatThrownBy(() -> signIn(SOON, sent -> sent.answer("&error=access_denied")))
        .hasMessage("the sign-in was denied");
    assertThat(page.join()).contains("You are not signed in", "The sign-in was denied.");
  }

  @Test
  void whatKeycloakSaysIsShownAsTextOnly() {
    assertThatThrownBy(
            () -> signIn(SOON, sent -> sent.answer("&error=%1B%5B2J&error_description=%3Cb%3E%0A")))
        .isInstanceOfSatisfying(
            SignInFailure.class,
            failure -> assertThat(failure.advice()).containsExactly("[2J <b>"));
    assertThat(ResultPage.failed("<b>\"x\"").html()).contains("&lt;b&gt;&quot;x&quot;");
  }

  @Test
  void tokensWithTheNonceOfAnotherSignInAreNotTaken() {
    keycloak.then(200, keycloak.tokens("a", "r", "another"));

    assertThatThrownBy(() -> signIn(SOON, sent -> sent.answer("&code=c")))
        .hasMessageContaining("another sign-in");
  }

  @Test
  void nobodyIsWaitedForForever() {
    assertThatThrownBy(() -> signIn(Duration.ofMillis(1), sent -> ""))
        .hasMessageStartingWith("nobody signed in");
  }
}
