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
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The browser's way back, with a browser of raw requests. */
class CallbackTest {
  private static final Duration SOON = Duration.ofSeconds(20);

  private final TokenEndpoint keycloak = new TokenEndpoint();
  private final CompletableFuture<String> page = new CompletableFuture<>();

  /** What was told of answers that are no good. */
  private final List<String> refused = new CopyOnWriteArrayList<>();

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
              public void refused(String why, List<String> advice) {
                refused.add(why);
                refused.addAll(advice);
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

  /** Comes back with one path after the other; each waits for its page. */
  private Function<Sent, String> answers(List<String> pages, Function<Sent, List<String>> paths) {
    return sent -> {
      Thread.ofVirtual()
          .start(
              () -> {
                for (String path : paths.apply(sent))
                  pages.add(get(sent.redirect(), sent.redirect().getAuthority(), path));
                page.complete(pages.getLast());
              });
      return "";
    };
  }

  @Test
  void anAnswerOfAnotherIssuerOrOfNoneIsNotRedeemed() {
    List<String> pages = new CopyOnWriteArrayList<>();

    Tokens tokens =
        signIn(
            SOON,
            answers(
                pages,
                sent ->
                    List.of(
                        "/callback?code=x&iss=https%3A%2F%2Fevil.example&state=" + sent.state(),
                        "/callback?code=x&state=" + sent.state(),
                        sent.answer("&code=right"))));

    assertThat(tokens.access()).isEqualTo("a");
    assertThat(refused)
        .containsOnlyOnce("it names https://evil.example", "it names none")
        .contains("the answer comes from another issuer");
    assertThat(keycloak.asked()).hasSize(1);
    assertThat(keycloak.asked().getFirst().form()).containsEntry("code", "right");
  }

  @Test
  void noAnswerThatIsNoGoodEndsTheSignIn() {
    List<String> pages = new CopyOnWriteArrayList<>();
    keycloak
        .then(400, "{\"error\":\"invalid_grant\",\"error_description\":\"Code not valid\"}")
        .then(200, keycloak.tokens("x", "r", "another"));

    Tokens tokens =
        signIn(
            SOON,
            answers(
                pages,
                sent ->
                    List.of(
                        sent.answer("&error=access_denied"),
                        sent.answer("&error=%1B%5B2J&error_description=%3Cb%3E%0A"),
                        sent.answer(""),
                        sent.answer("&code=guessed"),
                        sent.answer("&code=another"),
                        sent.answer("&code=right"))));

    assertThat(tokens.access()).isEqualTo("a");
    assertThat(refused)
        .containsExactly(
            "the sign-in was denied",
            "Keycloak refused the sign-in",
            "[2J <b>",
            "the answer has no code",
            "Keycloak refused the sign-in",
            "invalid_grant: Code not valid",
            "Keycloak's answer belongs to another sign-in",
            "try again");
    assertThat(page.join()).contains("You are signed in");
    assertThat(pages.subList(0, 5)).allMatch(each -> each.contains("You are not signed in"));
    assertThat(pages.getFirst()).contains("The sign-in was denied.");
    assertThat(ResultPage.failed("<b>\"x\"").html()).contains("&lt;b&gt;&quot;x&quot;");
  }

  @Test
  void onlySoManyAnswersWaitForTheirTurn() throws Exception {
    CountDownLatch refusals = new CountDownLatch(5);
    List<CompletableFuture<String>> pages = new ArrayList<>();
    try (Callback callback = new Callback("s")) {
      for (int i = 0; i < Callback.MOST + 5; i++)
        pages.add(
            CompletableFuture.supplyAsync(
                () -> {
                  URI at = callback.address();
                  String page = get(at, at.getAuthority(), "/callback?state=s&code=c");
                  if (page.startsWith("HTTP/1.1 400")) refusals.countDown();
                  return page;
                },
                task -> Thread.ofVirtual().start(task)));
      assertThat(refusals.await(20, TimeUnit.SECONDS)).isTrue();

      for (int i = 0; i < Callback.MOST; i++) callback.await(SOON, SOON).show(ResultPage.SIGNED_IN);

      assertThat(pages.stream().map(CompletableFuture::join))
          .filteredOn(page -> page.contains("You are signed in"))
          .hasSize(Callback.MOST);
    }
  }

  @Test
  void nobodyIsWaitedForForever() {
    assertThatThrownBy(() -> signIn(Duration.ofMillis(1), sent -> ""))
        .hasMessageStartingWith("nobody signed in");
  }
}
