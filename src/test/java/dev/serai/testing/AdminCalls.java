package dev.serai.testing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** Requests of one actor to the admin port, over real HTTP. */
public final class AdminCalls {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  private final String url;
  private final String bearer;

  /**
   * @param bearer empty = sends none
   */
  public AdminCalls(String url, String bearer) {
    this.url = url;
    this.bearer = bearer;
  }

  /**
   * @param body missing node when it is not JSON
   */
  public record Reply(int status, HttpResponse<String> raw, JsonNode body) {
    public String header(String name) {
      return raw.headers().firstValue(name).orElse("");
    }

    /** Of a problem, empty when it is none. */
    public String code() {
      return body.path("code").asText("");
    }

    public String text(String pointer) {
      return body.at(pointer).asText("");
    }
  }

  public Reply get(String path) {
    return send("GET", path, "");
  }

  public Reply post(String path, String json, String... headers) {
    return send("POST", path, json, headers);
  }

  public Reply patch(String path, String json, String... headers) {
    return send("PATCH", path, json, headers);
  }

  public Reply put(String path, String json, String... headers) {
    return send("PUT", path, json, headers);
  }

  public Reply delete(String path, String... headers) {
    return send("DELETE", path, "", headers);
  }

  /**
   * @param json empty = no body
   */
  public Reply send(String method, String path, String json, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(url + path))
            .timeout(Duration.ofSeconds(30))
            .method(
                method, json.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(json));
    if (!bearer.isEmpty()) request.header("Authorization", "Bearer " + bearer);
    if (!json.isEmpty()) request.header("Content-Type", "application/json");
    if (headers.length > 0) request.headers(headers);
    try {
      HttpResponse<String> response = CLIENT.send(request.build(), BodyHandlers.ofString());
      return new Reply(response.statusCode(), response, json(response.body()));
    } catch (IOException e) {
      throw new AssertionError("no answer", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  private static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException _) {
      return JSON.missingNode();
    }
  }
}
