package dev.serai.cli;

import com.grack.nanojson.JsonObject;
import com.grack.nanojson.JsonParser;
import com.grack.nanojson.JsonParserException;
import com.grack.nanojson.JsonWriter;
import dev.serai.cli.tls.Clients;
import dev.serai.cli.tls.Tls;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** One of the gateway's ports: JSON in, JSON out, every failure a {@link Failure} with advice. */
abstract sealed class Api permits AdminApi, GatewayApi {
  private static final Duration CONNECT = Duration.ofSeconds(5);
  private static final Duration ANSWER = Duration.ofSeconds(30);

  /** By which the audit log tells the command line from other programs. */
  private static final String AGENT = "serai/" + Main.Version.text().replace(' ', '-');

  private final Supplier<Settings.Setting> secrets;
  private final Words words;
  private final Settings.Setting url;
  private final URI base;
  private final boolean insecure;
  private final HttpClient client;

  /**
   * What people call the port and its parts.
   *
   * @param port "admin API"
   * @param secret "admin token"
   * @param urlFlag the option that names another address
   * @param usual the address when nobody says anything
   */
  record Words(String port, String secret, String urlFlag, String usual) {}

  /**
   * @param secrets asked before each request; an empty one = nobody said who we are
   * @param insecure whether a sign-in's token may go over http to another machine
   */
  Api(Settings.Setting url, Supplier<Settings.Setting> secrets, Words words, boolean insecure) {
    this.url = url;
    this.insecure = insecure;
    this.secrets = secrets;
    this.words = words;
    this.base = url.address(words.port(), words.usual());
    HttpClient.Builder builder =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT)
            .followRedirects(HttpClient.Redirect.NEVER);
    if ("http".equals(base.getScheme())) builder.sslContext(Tls.unused());
    this.client = Clients.open(builder);
  }

  /** What says who we are beside the secret. */
  void identify(HttpRequest.Builder request) {}

  /** Nobody said who we are. */
  abstract Failure noSecret();

  /** The port answered 401. */
  abstract Failure notAccepted(JsonObject body);

  /** The port answered with a status that is no success, and not 401. */
  abstract Failure refused(int status, JsonObject body);

  final JsonObject get(String path, Map<String, String> query) {
    return ask(request(path + query(query)).GET());
  }

  /** Answers that may be longer than memory, line by line. */
  final void lines(String path, Map<String, String> query, Consumer<String> line) {
    HttpRequest.Builder request = request(path + query(query)).GET();
    HttpResponse<InputStream> response = send(request, BodyHandlers.ofInputStream());
    try (Patience body = new Patience(response.body(), ANSWER);
        BufferedReader reader =
            new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8))) {
      if (response.statusCode() >= 300)
        throw failure(response.statusCode(), reader.lines().collect(Collectors.joining("\n")));
      reader.lines().forEach(line);
    } catch (IOException | UncheckedIOException e) {
      throw Failure.of("the answer broke off", String.valueOf(e.getMessage()), "try it again");
    }
  }

  final JsonObject post(String path, Map<String, ?> body) {
    return post(path, body, Map.of());
  }

  final JsonObject post(String path, Map<String, ?> body, Map<String, String> headers) {
    return change("POST", path, body, headers);
  }

  final JsonObject patch(String path, Map<String, ?> body) {
    return patch(path, body, Map.of());
  }

  final JsonObject patch(String path, Map<String, ?> body, Map<String, String> headers) {
    return change("PATCH", path, body, headers);
  }

  final JsonObject put(String path, Map<String, ?> body, Map<String, String> headers) {
    return change("PUT", path, body, headers);
  }

  private JsonObject change(
      String method, String path, Map<String, ?> body, Map<String, String> headers) {
    HttpRequest.Builder request = with(body, request(path), method);
    headers.forEach(request::header);
    return ask(request);
  }

  final JsonObject delete(String path) {
    return delete(path, Map.of());
  }

  final JsonObject delete(String path, Map<String, String> headers) {
    HttpRequest.Builder request = request(path).DELETE();
    headers.forEach(request::header);
    return ask(request);
  }

  /**
   * What was read, and which version of it.
   *
   * @param version empty when the gateway told none
   */
  record Versioned(JsonObject body, String version) {
    /** The header that makes a change fail when somebody else changed it since. */
    Map<String, String> unchanged() {
      return version.isEmpty() ? Map.of() : Map.of("if-match", version);
    }
  }

  final Versioned read(String path) {
    HttpResponse<String> response = send(request(path).GET());
    if (response.statusCode() >= 300) throw failure(response.statusCode(), response.body());
    return new Versioned(parse(response), response.headers().firstValue("etag").orElse(""));
  }

  /** The header that makes a repeated POST the same one. */
  static Map<String, String> once() {
    return Map.of("idempotency-key", UUID.randomUUID().toString());
  }

  private static HttpRequest.Builder with(
      Map<String, ?> body, HttpRequest.Builder request, String method) {
    return request
        .header("content-type", "application/json")
        .method(method, BodyPublishers.ofString(JsonWriter.string(body)));
  }

  /** A path segment or query value, percent-encoded. */
  static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  static String query(Map<String, String> query) {
    return new TreeMap<>(query)
        .entrySet().stream()
            .map(e -> encode(e.getKey()) + "=" + encode(e.getValue()))
            .collect(Collectors.joining("&", query.isEmpty() ? "" : "?", ""));
  }

  private HttpRequest.Builder request(String path) {
    Settings.Setting secret = secrets.get();
    if (secret.value().isEmpty()) throw noSecret();
    if (KeptSignIn.isSource(secret)) PlainHttp.check(base, url, insecure);
    try {
      HttpRequest.Builder request =
          open(path)
              .header("accept", "application/json")
              .header("authorization", "Bearer " + secret.value());
      identify(request);
      return request;
    } catch (IllegalArgumentException e) {
      // the message would repeat the secret
      throw Failure.login(
          "the " + words.secret() + " has characters that none has", "from " + secret.source());
    }
  }

  final HttpRequest.Builder open(String path) {
    return HttpRequest.newBuilder(URI.create(base + path))
        .timeout(ANSWER)
        .header("User-Agent", AGENT);
  }

  private JsonObject ask(HttpRequest.Builder request) {
    HttpResponse<String> response = send(request);
    if (response.statusCode() < 300) return parse(response);
    throw failure(response.statusCode(), response.body());
  }

  private Failure failure(int status, String text) {
    JsonObject body = parse(status, text);
    Failure failure = status == 401 ? notAccepted(body) : refused(status, body);
    return failure.answered(status);
  }

  final HttpResponse<String> send(HttpRequest.Builder request) {
    return send(request, BodyHandlers.ofString());
  }

  /** The client's own time limit ends with the head of an answer; this one with its last byte. */
  private <T> HttpResponse<T> send(HttpRequest.Builder request, BodyHandler<T> body) {
    HttpRequest built = request.build();
    FutureTask<HttpResponse<T>> asked = new FutureTask<>(() -> client.send(built, body));
    Thread.ofVirtual().name("serai-api").start(asked);
    try {
      return asked.get(ANSWER.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException failed) throw unreachable(failed);
      throw new IllegalStateException(e.getCause());
    } catch (TimeoutException e) {
      asked.cancel(true);
      throw unreachable(new HttpTimeoutException("no whole answer"));
    } catch (InterruptedException e) {
      asked.cancel(true);
      Thread.currentThread().interrupt();
      throw Failure.of("interrupted");
    }
  }

  /** Whatever it answers; without saying who we are. */
  final HttpResponse<String> probe(String path) {
    return send(open(path));
  }

  final JsonObject parse(HttpResponse<String> response) {
    return parse(response.statusCode(), response.body());
  }

  private JsonObject parse(int status, String text) {
    try {
      if (text.isBlank()) return new JsonObject();
      return JsonParser.object().withLazyNumbers().from(text);
    } catch (JsonParserException e) {
      if (status == 401) return new JsonObject();
      throw Failure.of(
          base + " does not answer like Serai's " + words.port(),
          "status " + status + ", no JSON; " + source(),
          "try: serai status");
    }
  }

  private Failure unreachable(IOException e) {
    Tls tls = Tls.of(e);
    String why =
        switch (e) {
          case HttpConnectTimeoutException slow ->
              "it did not take the connection within " + CONNECT.toSeconds() + " s";
          case HttpTimeoutException timeout when !(e.getCause() instanceof ConnectException) ->
              "it did not answer within " + ANSWER.toSeconds() + " s";
          case ConnectException connect -> "nobody listens there";
          case IOException secured when tls != Tls.NONE -> tls.why();
          default -> String.valueOf(e.getMessage());
        };
    return Failure.of(
        "cannot reach the gateway at " + base,
        why + " (" + source() + ")",
        tls == Tls.NONE ? "try: ./serai up, or " + words.urlFlag() + " <url>" : tls.advice());
  }

  private String source() {
    return "address from " + url.source();
  }

  /** An answer without a word of the gateway's own: likely somebody else's, or another version. */
  final Failure unknown(int status, String title) {
    return Failure.of(title, base + " answered " + status + " (is it a Serai of this version?)");
  }
}
