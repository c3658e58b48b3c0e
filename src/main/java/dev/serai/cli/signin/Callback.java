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
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Where the browser comes back to, on a free port of this machine. Only what carries the state of
 * this sign-in is an answer to it; all else gets 400 and changes nothing.
 *
 * <p>The state keeps web pages out, not other users of this machine: they see it in the list of
 * processes, in the address that a browser is started with. What they send is an answer like
 * others: it ends nothing when it is no good, and a code of their own would sign them in. That is
 * why whoever signs in is told as whom.
 */
final class Callback implements AutoCloseable {
  private static final String PATH = "/callback";
  private static final Duration REDEEMED = Duration.ofSeconds(40);
  private static final Duration WRITTEN = Duration.ofSeconds(3);

  /** That wait for their turn. */
  static final int MOST = 20;

  private final String state;
  private final HttpServer server;
  private final BlockingQueue<Answer> arrived = new ArrayBlockingQueue<>(MOST);

  Callback(String state) {
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
   * What came next.
   *
   * @param longest for people: of which {@code left} is left
   * @throws SignInFailure when nobody came in time
   */
  Answer await(Duration left, Duration longest) {
    try {
      Answer answer = arrived.poll(left.toMillis(), TimeUnit.MILLISECONDS);
      if (answer != null) return answer;
      throw SignInFailure.of(
          "nobody signed in within " + longest.toMinutes() + " minutes", "try: serai login");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw SignInFailure.of("interrupted");
    }
  }

  /** One that came back with our state; its browser waits for a page. */
  static final class Answer {
    private final Map<String, String> parameters;
    private final CompletableFuture<ResultPage> outcome = new CompletableFuture<>();
    private final CompletableFuture<Boolean> written = new CompletableFuture<>();

    private Answer(Map<String, String> parameters) {
      this.parameters = parameters;
    }

    /**
     * @throws SignInFailure when Keycloak refuses, or it is not Keycloak's
     */
    String code(Realm realm) {
      String issuer = parameters.getOrDefault("iss", "");
      if ((realm.namesItself() || !issuer.isEmpty()) && !Pkce.same(realm.issuer(), issuer))
        throw SignInFailure.of(
            "the answer comes from another issuer",
            "expected " + realm.issuer(),
            issuer.isEmpty() ? "it names none" : "it names " + Wire.printable(issuer));
      String error = parameters.getOrDefault("error", "");
      if (error.equals("access_denied")) throw SignInFailure.of("the sign-in was denied");
      if (!error.isEmpty())
        throw SignInFailure.of(
            "Keycloak refused the sign-in",
            Wire.printable(error + " " + parameters.getOrDefault("error_description", "")));
      String code = parameters.getOrDefault("code", "");
      if (code.isEmpty()) throw SignInFailure.of("the answer has no code");
      return code;
    }

    /** What the browser shows in the end. Waits until it has it. */
    void show(ResultPage page) {
      outcome.complete(page);
      try {
        written.get(WRITTEN.toMillis(), TimeUnit.MILLISECONDS);
      } catch (TimeoutException | ExecutionException e) {
        // the browser has gone: the terminal tells as well
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
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
  }

  private void handle(HttpExchange exchange) throws IOException {
    Map<String, String> parameters = answer(exchange);
    Answer answer = new Answer(parameters);
    if (!parameters.containsKey("state") || !arrived.offer(answer)) {
      send(exchange, 400, ResultPage.NOT_AN_ANSWER);
      return;
    }
    try {
      send(exchange, 200, answer.redeemed());
    } finally {
      answer.written.complete(true);
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
