package dev.serai.features;

import dev.serai.testing.Dialects;
import dev.serai.testing.GatewayUnderTest;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;

/** A client of the gateway port, as plain as can be: what it gets are the bytes on the wire. */
final class Client {
  private static final HttpClient HTTP =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .build();
  private static final Duration DEADLINE = Duration.ofSeconds(30);

  private final String url;
  private final String key;

  Client(GatewayUnderTest gateway) {
    this(gateway.url(), GatewayUnderTest.KEY);
  }

  Client(String url, String key) {
    this.url = url;
    this.key = key;
  }

  /**
   * @param body exact bytes; decoded as UTF-8 for assertions by {@link #text}
   */
  record Got(int status, HttpResponse<byte[]> response, byte[] body) {
    String text() {
      return new String(body, StandardCharsets.UTF_8);
    }

    String header(String name) {
      return response.headers().firstValue(name).orElse("");
    }
  }

  Client withKey(String otherKey) {
    return new Client(url, otherKey);
  }

  /** Asks the model in the dialect; throws when the connection breaks off. */
  Got ask(Dialects dialect, String model, boolean stream) throws IOException {
    return post(dialect.path(model, stream), dialect.request(model, "hello", stream));
  }

  /** The same on another thread. */
  CompletableFuture<Got> askMeanwhile(ExecutorService clients, Dialects dialect) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return ask(dialect, "m", false);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        },
        clients);
  }

  Got post(String path, String body, String... headers) throws IOException {
    return send(request(path, headers).POST(HttpRequest.BodyPublishers.ofString(body)).build());
  }

  Got get(String path, String... headers) throws IOException {
    return send(request(path, headers).GET().build());
  }

  /** The reply's body as it comes. */
  HttpResponse<InputStream> open(String path, String body, String... headers) throws IOException {
    return exchange(
        request(path, headers).POST(HttpRequest.BodyPublishers.ofString(body)).build(),
        HttpResponse.BodyHandlers.ofInputStream());
  }

  HttpRequest.Builder request(String path, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(url + path))
            .timeout(DEADLINE)
            .header("content-type", "application/json");
    if (!key.isEmpty()) request.header("authorization", "Bearer " + key);
    for (int i = 0; i + 1 < headers.length; i += 2) request.setHeader(headers[i], headers[i + 1]);
    return request;
  }

  Got send(HttpRequest request) throws IOException {
    HttpResponse<byte[]> response = exchange(request, HttpResponse.BodyHandlers.ofByteArray());
    return new Got(response.statusCode(), response, response.body());
  }

  private static <T> HttpResponse<T> exchange(
      HttpRequest request, HttpResponse.BodyHandler<T> handler) throws IOException {
    try {
      return HTTP.send(request, handler);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }
}
