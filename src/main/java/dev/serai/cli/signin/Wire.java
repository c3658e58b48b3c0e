package dev.serai.cli.signin;

import com.grack.nanojson.JsonObject;
import com.grack.nanojson.JsonParser;
import com.grack.nanojson.JsonParserException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Asks JSON of servers; follows no redirect, so that a form with a secret goes nowhere else. */
final class Wire {
  private static final Duration CONNECT = Duration.ofSeconds(5);
  private static final Duration ANSWER = Duration.ofSeconds(15);
  private static final long LONGEST = 1 << 18;

  private @Nullable HttpClient client;

  /**
   * @param body empty when it is no JSON object
   */
  record Answer(int status, JsonObject body) {
    boolean good() {
      return status / 100 == 2;
    }

    /** OAuth's word for what is wrong. */
    String error() {
      return body.getString("error", "");
    }

    /** For people. */
    String told() {
      String error = error().isEmpty() ? "status " + status : error();
      String description = body.getString("error_description", "");
      return printable(description.isEmpty() ? error : error + ": " + description);
    }
  }

  /** Made when it is needed: it reads all certificates that Java trusts, which takes long. */
  private synchronized HttpClient client() {
    HttpClient known = client;
    if (known != null) return known;
    HttpClient made =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
    client = made;
    return made;
  }

  /** Words of a server go to a terminal: without what would steer it, and not too many. */
  static String printable(String text) {
    String clean = text.replaceAll("\\p{Cntrl}", " ").strip();
    return clean.length() > 300 ? clean.substring(0, 300) + "…" : clean;
  }

  /**
   * @throws SignInFailure when there is no answer
   */
  Answer get(URI address) {
    return send(HttpRequest.newBuilder(address).GET());
  }

  /**
   * @throws SignInFailure when there is no answer
   */
  Answer post(URI address, Map<String, String> form) {
    return send(
        HttpRequest.newBuilder(address)
            .header("content-type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString(encode(form))));
  }

  static String encode(Map<String, String> form) {
    return form.entrySet().stream()
        .map(each -> encode(each.getKey()) + "=" + encode(each.getValue()))
        .collect(Collectors.joining("&"));
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private Answer send(HttpRequest.Builder builder) {
    HttpRequest request = builder.timeout(ANSWER).header("accept", "application/json").build();
    try {
      HttpResponse<String> response =
          client().send(request, BodyHandlers.limiting(BodyHandlers.ofString(), LONGEST));
      return new Answer(response.statusCode(), json(response.body()));
    } catch (IOException e) {
      throw SignInFailure.of(
          "cannot reach " + request.uri().getScheme() + "://" + request.uri().getAuthority(),
          why(e));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw SignInFailure.of("interrupted");
    }
  }

  private static String why(IOException e) {
    return switch (e) {
      case HttpTimeoutException timeout when !(e.getCause() instanceof ConnectException) ->
          "it did not answer in time";
      case ConnectException connect -> "nobody listens there";
      default -> printable(String.valueOf(e.getMessage()));
    };
  }

  private static JsonObject json(String text) {
    try {
      return JsonParser.object().from(text);
    } catch (JsonParserException e) {
      return new JsonObject();
    }
  }
}
