package dev.serai.testing;

import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Fetches pages, sends their forms, keeps cookies. */
public final class KeycloakBrowser {
  private static final HttpClient HTTP =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
  private static final Pattern FORM = Pattern.compile("<form[^>]* action=\"([^\"]+)\"");
  private static final Pattern HIDDEN =
      Pattern.compile("type=\"hidden\"[^>]* name=\"([^\"]+)\"[^>]* value=\"([^\"]*)\"");

  private final String issuer;

  // java.net's cookies: those marked Secure would not go to a http address of this machine
  private final Map<String, String> cookies = new LinkedHashMap<>();

  KeycloakBrowser(String issuer) {
    this.issuer = issuer;
  }

  /** A page or a redirect. */
  public record Page(int status, String location, String body, URI from) {
    /** The text of a parameter that a redirect carries. */
    public String parameter(String name) {
      for (String each : location.substring(location.indexOf('?') + 1).split("&")) {
        if (each.startsWith(name + "=")) {
          return URLDecoder.decode(each.substring(name.length() + 1), StandardCharsets.UTF_8);
        }
      }
      return "";
    }

    /** What a person reads on it. */
    public String text() {
      return status + " " + body.replaceAll("(?s)<script.*?</script>|<[^>]+>|\\s+", " ");
    }
  }

  public Page get(String url) {
    return send(request(url).GET());
  }

  public Page post(String url, Map<String, String> fields) {
    return send(request(url).POST(body(fields)));
  }

  /** Sends the form of a page with its hidden fields. */
  public Page submit(Page page, Map<String, String> typed) {
    Matcher form = FORM.matcher(page.body());
    if (!form.find()) throw new IllegalStateException("no form here: " + page.text());
    Map<String, String> all = new LinkedHashMap<>();
    for (Matcher field = HIDDEN.matcher(page.body()); field.find(); ) {
      all.put(field.group(1), field.group(2));
    }
    all.putAll(typed);
    URI action = page.from().resolve(form.group(1).replace("&amp;", "&"));
    return send(request(action.toString()).POST(body(all)));
  }

  /** While it is a redirect to Keycloak. */
  public Page follow(Page page) {
    Page at = page;
    while (at.status() / 100 == 3 && at.from().resolve(at.location()).toString().startsWith(issuer))
      at = get(at.from().resolve(at.location()).toString());
    return at;
  }

  private HttpRequest.Builder request(String url) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(url))
            .timeout(Duration.ofSeconds(30))
            .header("content-type", "application/x-www-form-urlencoded");
    String kept =
        cookies.entrySet().stream()
            .map(each -> each.getKey() + "=" + each.getValue())
            .collect(Collectors.joining("; "));
    return kept.isEmpty() ? request : request.header("cookie", kept);
  }

  private Page send(HttpRequest.Builder request) {
    try {
      HttpResponse<String> answer =
          HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
      answer.headers().allValues("set-cookie").forEach(this::keep);
      String location = answer.headers().firstValue("location").orElse("");
      return new Page(answer.statusCode(), location, answer.body(), answer.uri());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private void keep(String header) {
    String[] pair = header.split(";", 2)[0].split("=", 2);
    boolean ended = pair[1].isEmpty() || header.contains("Max-Age=0");
    if (ended) cookies.remove(pair[0]);
    else cookies.put(pair[0], pair[1]);
  }

  private static HttpRequest.BodyPublisher body(Map<String, String> fields) {
    return HttpRequest.BodyPublishers.ofString(form(fields));
  }

  static String form(Map<String, String> fields) {
    return fields.entrySet().stream()
        .map(
            each ->
                each.getKey() + "=" + URLEncoder.encode(each.getValue(), StandardCharsets.UTF_8))
        .collect(Collectors.joining("&"));
  }
}
