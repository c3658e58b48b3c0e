package dev.serai.cli;

import com.grack.nanojson.JsonObject;
import com.grack.nanojson.JsonParser;
import com.grack.nanojson.JsonParserException;
import com.grack.nanojson.JsonWriter;
import java.io.IOException;
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
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

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
   */
  Api(Settings.Setting url, Supplier<Settings.Setting> secrets, Words words) {
    this.url = url;
    this.secrets = secrets;
    this.words = words;
    this.base = base();
    HttpClient.Builder builder =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT)
            .followRedirects(HttpClient.Redirect.NEVER);
    if ("http".equals(base.getScheme())) builder.sslContext(Tls.unused());
    this.client = builder.build();
  }

  /** What says who we are beside the secret. */
  void identify(HttpRequest.Builder request) {}

  /** Nobody said who we are. */
  abstract Failure noSecret();

  /** The port answered 401. */
  abstract Failure notAccepted(JsonObject body);

  /** The port answered with a status that is no success, and not 401. */
  abstract Failure refused(int status, JsonObject body);

  private URI base() {
    try {
      URI uri = URI.create(url.value().replaceAll("/+$", ""));
      if (("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))
          && uri.getHost() != null) return uri;
    } catch (IllegalArgumentException e) {
      // told below
    }
    throw Failure.usage(
        "\"" + url.value() + "\" is not an address of the " + words.port(),
        "it comes from " + url.source(),
        "expected: something like " + words.usual());
  }

  final JsonObject get(String path, Map<String, String> query) {
    return ask(request(path + query(query)).GET());
  }

  /** Answers that may be longer than memory, line by line. */
  final void lines(String path, Map<String, String> query, Consumer<String> line) {
    HttpRequest.Builder request = request(path + query(query)).GET();
    HttpResponse<Stream<String>> response = send(request, BodyHandlers.ofLines());
    try (Stream<String> lines = response.body()) {
      if (response.statusCode() >= 300)
        throw failure(response.statusCode(), lines.collect(Collectors.joining("\n")));
      lines.forEach(line);
    } catch (UncheckedIOException e) {
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

  private <T> HttpResponse<T> send(HttpRequest.Builder request, BodyHandler<T> body) {
    try {
      return client.send(request.build(), body);
    } catch (IOException e) {
      throw unreachable(e);
    } catch (InterruptedException e) {
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
          case IOException secured when tls != Tls.NONE -> tls.why;
          default -> String.valueOf(e.getMessage());
        };
    return Failure.of(
        "cannot reach the gateway at " + base,
        why + " (" + source() + ")",
        tls == Tls.NONE ? "try: ./serai up, or " + words.urlFlag() + " <url>" : tls.advice);
  }

  private String source() {
    return "address from " + url.source();
  }

  /** An answer without a word of the gateway's own: likely somebody else's, or another version. */
  final Failure unknown(int status, String title) {
    return Failure.of(title, base + " answered " + status + " (is it a Serai of this version?)");
  }
}
