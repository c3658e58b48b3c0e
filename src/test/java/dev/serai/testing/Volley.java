package dev.serai.testing;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;

/** Many calls at once, as a crowd of clients makes them; some of them hang up. */
public final class Volley {
  private static final Duration DEADLINE = Duration.ofSeconds(60);

  private Volley() {}

  /**
   * One call.
   *
   * @param url of the gateway
   * @param key virtual key
   * @param leaves the client goes away as soon as the head of the reply is there, or at once when
   *     the reply is not streamed
   */
  public record Shot(
      String url,
      String key,
      Dialects dialect,
      String model,
      boolean stream,
      boolean leaves,
      String body) {
    public Shot(
        String url, String key, Dialects dialect, String model, boolean stream, boolean leaves) {
      this(url, key, dialect, model, stream, leaves, dialect.request(model, "hello", stream));
    }

    public Shot asking(String otherBody) {
      return new Shot(url, key, dialect, model, stream, leaves, otherBody);
    }
  }

  /**
   * What became of one.
   *
   * @param status 0 = the client left, or the connection broke
   */
  public record Hit(Shot shot, int status, String refusal, String body, long retryAfter) {
    /** With the whole of its reply. */
    public boolean served() {
      return status == 200;
    }
  }

  /** Fires all, that many at once, and waits for the last. */
  public static List<Hit> fire(int calls, int atOnce, IntFunction<Shot> shots) {
    List<Callable<Hit>> tasks = new ArrayList<>();
    for (int i = 0; i < calls; i++) {
      Shot shot = shots.apply(i);
      tasks.add(() -> fire(shot));
    }
    try (ExecutorService crowd =
        Executors.newFixedThreadPool(atOnce, Thread.ofVirtual().factory())) {
      List<Hit> hits = new ArrayList<>();
      for (Future<Hit> hit : crowd.invokeAll(tasks)) hits.add(hit.get());
      return hits;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
  }

  /** A client of its own for each call: one that leaves must not take others along. */
  public static Hit fire(Shot shot) {
    try (HttpClient client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(DEADLINE)
            .build()) {
      return shot.leaves() ? leave(client, shot) : stay(client, shot);
    }
  }

  private static Hit stay(HttpClient client, Shot shot) {
    try {
      HttpResponse<String> response =
          client.send(request(shot), HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
      return hit(shot, response, response.body());
    } catch (IOException e) {
      return new Hit(shot, 0, "", e.toString(), 0);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static Hit leave(HttpClient client, Shot shot) {
    var asked = client.sendAsync(request(shot), HttpResponse.BodyHandlers.ofInputStream());
    try {
      if (shot.stream()) {
        HttpResponse<InputStream> response = asked.get();
        try (InputStream body = response.body()) {
          if (response.statusCode() != 200)
            return hit(shot, response, new String(body.readAllBytes(), StandardCharsets.UTF_8));
        }
      } else {
        asked.cancel(true);
      }
    } catch (IOException | ExecutionException e) {
      // it was to break off
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      client.shutdownNow();
    }
    return new Hit(shot, 0, "", "left", 0);
  }

  private static Hit hit(Shot shot, HttpResponse<?> response, String body) {
    Optional<String> after = response.headers().firstValue("retry-after");
    return new Hit(
        shot,
        response.statusCode(),
        response.headers().firstValue("x-serai-refusal").orElse(""),
        body,
        after.map(Long::parseLong).orElse(0L));
  }

  private static HttpRequest request(Shot shot) {
    return HttpRequest.newBuilder(
            URI.create(shot.url() + shot.dialect().path(shot.model(), shot.stream())))
        .timeout(DEADLINE)
        .header("content-type", "application/json")
        .header("authorization", "Bearer " + shot.key())
        .POST(HttpRequest.BodyPublishers.ofString(shot.body()))
        .build();
  }
}
