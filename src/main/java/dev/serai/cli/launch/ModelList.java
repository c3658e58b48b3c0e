package dev.serai.cli.launch;

import com.grack.nanojson.JsonObject;
import com.grack.nanojson.JsonParser;
import com.grack.nanojson.JsonParserException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;

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
            .timeout(DEADLINE)
            .header("authorization", "Bearer " + key)
            .build();
    try (HttpClient client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(DEADLINE)
            .build()) {
      var response = client.send(request, BodyHandlers.ofString());
      return response.statusCode() == 200 ? ids(response.body()) : List.of();
    } catch (IOException e) {
      return List.of();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return List.of();
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
