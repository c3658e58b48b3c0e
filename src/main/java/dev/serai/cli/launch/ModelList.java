package dev.serai.cli.launch;

import com.grack.nanojson.JsonObject;
import com.grack.nanojson.JsonParser;
import com.grack.nanojson.JsonParserException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The models that the gateway lists for this launch. */
final class ModelList {
  private static final Duration DEADLINE = Duration.ofSeconds(5);
  private static final int MOST = 300;

  private ModelList() {}

  /**
   * @return none when the gateway does not answer in time, or lists none
   */
  static List<String> of(URI gateway, String key) {
    String address = gateway.toString().replaceAll("/+$", "") + "/v1/models";
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(address))
            .header("authorization", "Bearer " + key)
            .build();
    HttpClient client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(DEADLINE)
            .build();
    try {
      FutureTask<HttpResponse<String>> asked =
          new FutureTask<>(() -> client.send(request, BodyHandlers.ofString()));
      Thread.ofVirtual().name("serai-models").start(asked);
      HttpResponse<String> response = asked.get(DEADLINE.toMillis(), TimeUnit.MILLISECONDS);
      return response.statusCode() == 200 ? ids(response.body()) : List.of();
    } catch (ExecutionException | TimeoutException e) {
      return List.of();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return List.of();
    } finally {
      client.shutdownNow();
    }
  }

  private static List<String> ids(String body) {
    try {
      return JsonParser.object().from(body).getArray("data").stream()
          .map(model -> ((JsonObject) model).getString("id", ""))
          .filter(id -> !id.isEmpty() && !id.contains("*"))
          .limit(MOST)
          .toList();
    } catch (JsonParserException | ClassCastException | NullPointerException e) {
      return List.of();
    }
  }
}
