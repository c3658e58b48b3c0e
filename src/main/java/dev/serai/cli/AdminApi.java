package dev.serai.cli;

import com.grack.nanojson.JsonObject;
import com.grack.nanojson.JsonParser;
import com.grack.nanojson.JsonParserException;
import com.grack.nanojson.JsonWriter;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The gateway's admin API: JSON in, JSON out, every failure a {@link Failure} with advice. */
final class AdminApi {
  private static final Duration CONNECT = Duration.ofSeconds(5);
  private static final Duration ANSWER = Duration.ofSeconds(30);

  private final Settings settings;
  private final URI base;
  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(CONNECT)
          .followRedirects(HttpClient.Redirect.NEVER)
          .build();

  AdminApi(Settings settings) {
    this.settings = settings;
    this.base = base(settings.adminUrl());
  }

  private static URI base(Settings.Setting url) {
    try {
      URI uri = URI.create(url.value().replaceAll("/+$", ""));
      if (("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))
          && uri.getHost() != null) return uri;
    } catch (IllegalArgumentException e) {
      // told below
    }
    throw Failure.usage(
        "\"" + url.value() + "\" is not an address of an admin API",
        "it comes from " + url.source(),
        "expected: something like " + Settings.DEFAULT_URL);
  }

  JsonObject get(String path, Map<String, String> query) {
    return ask(request(path + query(query)).GET());
  }

  JsonObject post(String path, Map<String, ?> body) {
    return post(path, body, Map.of());
  }

  JsonObject post(String path, Map<String, ?> body, Map<String, String> headers) {
    HttpRequest.Builder request =
        request(path)
            .header("content-type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(JsonWriter.string(body)));
    headers.forEach(request::header);
    return ask(request);
  }

  /** A path segment or query value, percent-encoded. */
  static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private static String query(Map<String, String> query) {
    return new TreeMap<>(query)
        .entrySet().stream()
            .map(e -> encode(e.getKey()) + "=" + encode(e.getValue()))
            .collect(Collectors.joining("&", query.isEmpty() ? "" : "?", ""));
  }

  private HttpRequest.Builder request(String path) {
    if (settings.token().value().isEmpty()) {
      throw Failure.login(
          "no admin token",
          "`./serai up` printed one at its first start",
          "try: export SERAI_ADMIN_TOKEN=…  (a new one: ./serai up --reset-admin-token)");
    }
    try {
      return HttpRequest.newBuilder(URI.create(base + path))
          .timeout(ANSWER)
          .header("accept", "application/json")
          .header("authorization", "Bearer " + settings.token().value());
    } catch (IllegalArgumentException e) {
      // the message would repeat the token
      throw Failure.login(
          "the admin token has characters that no token has", "from " + settings.token().source());
    }
  }

  /** What {@code /readyz} says, ready or not; needs no token. */
  JsonObject health() {
    return parse(send(HttpRequest.newBuilder(URI.create(base + "/readyz")).timeout(ANSWER)));
  }

  private JsonObject ask(HttpRequest.Builder request) {
    HttpResponse<String> response = send(request);
    JsonObject body = parse(response);
    if (response.statusCode() < 300) return body;
    throw refused(response.statusCode(), body);
  }

  private HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      return client.send(request.build(), BodyHandlers.ofString());
    } catch (IOException e) {
      throw unreachable(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Failure.of("interrupted");
    }
  }

  private JsonObject parse(HttpResponse<String> response) {
    try {
      if (response.body().isBlank()) return new JsonObject();
      return JsonParser.object().withLazyNumbers().from(response.body());
    } catch (JsonParserException e) {
      if (response.statusCode() == 401) return new JsonObject();
      throw Failure.of(
          base + " does not answer like Serai's admin API",
          "status " + response.statusCode() + ", no JSON; " + source(),
          "try: serai status");
    }
  }

  private Failure unreachable(IOException e) {
    String why =
        switch (e) {
          case HttpTimeoutException timeout when !(e.getCause() instanceof ConnectException) ->
              "it did not answer within " + ANSWER.toSeconds() + " s";
          case ConnectException connect -> "nobody listens there";
          default -> String.valueOf(e.getMessage());
        };
    return Failure.of(
        "cannot reach the gateway at " + base,
        why + " (" + source() + ")",
        "try: ./serai up, or --admin-url <url>");
  }

  private String source() {
    return "address from " + settings.adminUrl().source();
  }

  private Failure refused(int status, JsonObject problem) {
    String title = problem.getString("title", "status " + status);
    String detail = problem.getString("detail", title);
    if (status == 401) {
      return Failure.login(
          "the admin token is not accepted",
          "it comes from " + settings.token().source(),
          "try: ./serai up --reset-admin-token, then export SERAI_ADMIN_TOKEN=…");
    }
    String[] lines = detail.split("\n"); // an invalid serai.yaml has a line for each finding
    if (lines.length > 1) return Failure.of("the gateway refused", lines);
    return detail.equals(title)
        ? Failure.of(title, base + " answered " + status + " (is it a Serai of this version?)")
        : Failure.of(detail, "the gateway answered " + status + " " + title);
  }
}
