package dev.serai.cli.signin;

import com.grack.nanojson.JsonObject;
import com.grack.nanojson.JsonParser;
import com.grack.nanojson.JsonParserException;
import dev.serai.cli.tls.Clients;
import dev.serai.cli.tls.Tls;
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
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Asks JSON of servers; follows no redirect, so that a form with a secret goes nowhere else. */
final class Wire {
  private static final Duration CONNECT = Duration.ofSeconds(5);
  private static final Duration ANSWER = Duration.ofSeconds(15);
  private static final long LONGEST = 1 << 18;

  private final Duration answer;
  private @Nullable HttpClient client;

  Wire() {
    this(ANSWER);
  }

  /**
   * @param answer what an answer may take, to its last byte
   */
  Wire(Duration answer) {
    this.answer = answer;
  }

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
        Clients.open(
            HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(CONNECT)
                .followRedirects(HttpClient.Redirect.NEVER));
    client = made;
    return made;
  }

  /** Words of a server go to a terminal: without what would steer it, and not too many. */
  static String printable(String text) {
    String clean = text.replaceAll("[\\p{Cc}\\p{Cf}]", " ").strip();
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
    HttpRequest request = builder.header("accept", "application/json").build();
    FutureTask<HttpResponse<String>> asked =
        new FutureTask<>(
            () -> client().send(request, BodyHandlers.limiting(BodyHandlers.ofString(), LONGEST)));
    Thread.ofVirtual().name("serai-wire").start(asked);
    try {
      HttpResponse<String> response = asked.get(answer.toMillis(), TimeUnit.MILLISECONDS);
      return new Answer(response.statusCode(), json(response.body()));
    } catch (ExecutionException | TimeoutException e) {
      throw SignInFailure.of(
          "cannot reach " + request.uri().getScheme() + "://" + request.uri().getAuthority(),
          why(e instanceof ExecutionException ? e.getCause() : e));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw SignInFailure.of("interrupted");
    } finally {
      asked.cancel(true); // the client's own time limit ends with the head of the answer
    }
  }

  /** And what to do, where that is known. */
  private static String[] why(@Nullable Throwable e) {
    if (e instanceof IOException failed && Tls.of(failed) != Tls.NONE) {
      Tls tls = Tls.of(failed);
      return new String[] {tls.why(), tls.advice()};
    }
    String why =
        switch (e) {
          case null -> "it did not answer";
          case TimeoutException late -> "it did not answer in time";
          case HttpTimeoutException timeout when !(e.getCause() instanceof ConnectException) ->
              "it did not answer in time";
          case ConnectException connect -> "nobody listens there";
          default -> printable(String.valueOf(e.getMessage()));
        };
    return new String[] {why};
  }

  private static JsonObject json(String text) {
    try {
      return JsonParser.object().from(text);
    } catch (JsonParserException e) {
      return new JsonObject();
    }
  }
}
