package dev.serai.cli.signin;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Where the browser comes back to, on a free port of this machine. Only what carries the state of
 * this sign-in is an answer to it; all else gets 400 and changes nothing, so no page and no other
 * user of the machine can end it.
 */
final class Callback implements AutoCloseable {
  private static final String PATH = "/callback";
  private static final Duration REDEEMED = Duration.ofSeconds(40);
  private static final Duration WRITTEN = Duration.ofSeconds(3);

  private final Realm realm;
  private final String state;
  private final HttpServer server;
  private final AtomicBoolean taken = new AtomicBoolean();
  private final CompletableFuture<Map<String, String>> arrived = new CompletableFuture<>();
  private final CompletableFuture<ResultPage> outcome = new CompletableFuture<>();
  private final CompletableFuture<Boolean> written = new CompletableFuture<>();

  Callback(Realm realm, String state) {
    this.realm = realm;
    this.state = state;
    try {
      InetAddress here = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
      server = HttpServer.create(new InetSocketAddress(here, 0), 0);
    } catch (IOException e) {
      throw SignInFailure.of(
          "no port of this machine to listen on", String.valueOf(e.getMessage()), "try: --device");
    }
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::handle);
    server.start();
  }

  URI address() {
    return URI.create("http://" + host() + PATH);
  }

  private String host() {
    return "127.0.0.1:" + server.getAddress().getPort();
  }

  /**
   * @return the code
   * @throws SignInFailure when Keycloak refuses, or nobody came in time
   */
  String await(Duration longest) {
    Map<String, String> answer = arrived(longest);
    String issuer = answer.getOrDefault("iss", "");
    if ((realm.namesItself() || !issuer.isEmpty()) && !Pkce.same(realm.issuer(), issuer))
      throw SignInFailure.of(
          "the answer comes from another issuer",
          "expected " + realm.issuer(),
          issuer.isEmpty() ? "it names none" : "it names " + Wire.printable(issuer));
    String error = answer.getOrDefault("error", "");
    if (error.equals("access_denied")) throw SignInFailure.of("the sign-in was denied");
    if (!error.isEmpty())
      throw SignInFailure.of(
          "Keycloak refused the sign-in",
          Wire.printable(error + " " + answer.getOrDefault("error_description", "")));
    String code = answer.getOrDefault("code", "");
    if (code.isEmpty()) throw SignInFailure.of("the answer has no code");
    return code;
  }

  private Map<String, String> arrived(Duration longest) {
    try {
      return arrived.get(longest.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw SignInFailure.of(
          "nobody signed in within " + longest.toMinutes() + " minutes", "try: serai login");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw SignInFailure.of("interrupted");
    } catch (ExecutionException e) {
      throw new IllegalStateException(e); // nothing completes it so
    }
  }

  /** What the browser shows in the end. Waits until it has it. */
  void show(ResultPage page) {
    outcome.complete(page);
    if (!taken.get()) return;
    try {
      written.get(WRITTEN.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException | ExecutionException e) {
      // the browser has gone: the terminal tells as well
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void handle(HttpExchange exchange) throws IOException {
    Map<String, String> answer = answer(exchange);
    if (!answer.containsKey("state") || !taken.compareAndSet(false, true)) {
      send(exchange, 400, ResultPage.NOT_AN_ANSWER);
      return;
    }
    arrived.complete(answer);
    try {
      send(exchange, 200, redeemed());
    } finally {
      written.complete(true);
    }
  }

  private ResultPage redeemed() {
    try {
      return outcome.get(REDEEMED.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException e) {
      return ResultPage.failed("It took too long. The terminal knows more.");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return ResultPage.failed("The sign-in was interrupted.");
    }
  }

  /** The parameters; empty when it is not for this sign-in. */
  private Map<String, String> answer(HttpExchange exchange) {
    String host = exchange.getRequestHeaders().getFirst("host");
    URI asked = exchange.getRequestURI();
    boolean ours =
        exchange.getRequestMethod().equals("GET")
            && PATH.equals(asked.getRawPath())
            && host().equals(host) // a name that resolves to this machine is somebody else's page
            && asked.getRawQuery() != null;
    if (!ours) return Map.of();
    Map<String, String> parameters = new HashMap<>();
    for (String pair : asked.getRawQuery().split("&")) {
      String[] parts = pair.split("=", 2);
      String before = parameters.put(decode(parts[0]), parts.length == 2 ? decode(parts[1]) : "");
      if (before != null) return Map.of(); // OAuth allows each once
    }
    return Pkce.same(state, parameters.getOrDefault("state", "")) ? parameters : Map.of();
  }

  private static String decode(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return "";
    }
  }

  private static void send(HttpExchange exchange, int status, ResultPage page) throws IOException {
    byte[] html = page.html().getBytes(StandardCharsets.UTF_8);
    var headers = exchange.getResponseHeaders();
    headers.set("Content-Type", "text/html; charset=utf-8");
    headers.set("Cache-Control", "no-store");
    headers.set("Content-Security-Policy", ResultPage.POLICY);
    headers.set("Referrer-Policy", "no-referrer");
    headers.set("X-Content-Type-Options", "nosniff");
    headers.set("Connection", "close");
    try (exchange) {
      exchange.sendResponseHeaders(status, html.length);
      exchange.getResponseBody().write(html);
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
