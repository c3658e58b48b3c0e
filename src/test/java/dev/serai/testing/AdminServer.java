package dev.serai.testing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.serai.admin.ActorSource;
import dev.serai.keys.FirstRun;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.camel.spring.boot.CamelAutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.support.GenericApplicationContext;

/** The admin port alone, over real HTTP on a free port of this machine. */
public final class AdminServer implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  private final ConfigurableApplicationContext context;
  private final AtomicReference<FirstRun> firstRun;
  private final TestActors actors = new TestActors();
  private final int port;

  @EnableAutoConfiguration(exclude = CamelAutoConfiguration.class)
  @ComponentScan({
    "dev.serai.database",
    "dev.serai.secrets",
    "dev.serai.keys",
    "dev.serai.leases",
    "dev.serai.usage",
    "dev.serai.tenants",
    "dev.serai.audit",
    "dev.serai.admin"
  })
  static class Application {}

  private AdminServer(
      TestDatabase database,
      Path secrets,
      AtomicReference<FirstRun> firstRun,
      List<String> settings,
      FirstRun.Listener... listeners) {
    this.firstRun = firstRun;
    SpringApplicationBuilder application = new SpringApplicationBuilder(Application.class);
    for (FirstRun.Listener listener : listeners)
      application.initializers(
          start ->
              ((GenericApplicationContext) start)
                  .registerBean(FirstRun.Listener.class, () -> listener));
    application.initializers(
        start -> ((GenericApplicationContext) start).registerBean(ActorSource.class, () -> actors));
    context = application.run(arguments(database, secrets, settings));
    port = ((ServletWebServerApplicationContext) context).getWebServer().getPort();
  }

  private static String[] arguments(TestDatabase database, Path secrets, List<String> settings) {
    List<String> arguments = new ArrayList<>();
    for (String property : database.properties()) arguments.add("--" + property);
    arguments.add("--serai.secrets.folder=" + secrets);
    arguments.add("--serai.journal.folder=" + secrets.resolve("journal"));
    arguments.add("--serai.journal.segment=1MB");
    arguments.add("--server.port=0");
    if (settings.stream().noneMatch(setting -> setting.startsWith("serai.admin.requests")))
      arguments.add("--serai.admin.requests-per-minute=0");
    arguments.add("--logging.level.root=warn");
    arguments.add("--spring.main.banner-mode=off");
    for (String setting : settings) arguments.add("--" + setting);
    return arguments.toArray(String[]::new);
  }

  /**
   * @param settings such as {@code serai.x=1}; they win
   */
  public static AdminServer on(TestDatabase database, Path secrets, String... settings) {
    AtomicReference<FirstRun> firstRun = new AtomicReference<>();
    return new AdminServer(database, secrets, firstRun, List.of(settings), firstRun::set);
  }

  /** Nobody is there to be shown what a first start makes. */
  public static AdminServer unattended(TestDatabase database, Path secrets) {
    return new AdminServer(database, secrets, new AtomicReference<>(), List.of());
  }

  /**
   * @param body missing node when it is not JSON
   */
  public record Reply(int status, HttpResponse<String> raw, JsonNode body) {
    public String header(String name) {
      return raw.headers().firstValue(name).orElse("");
    }
  }

  /** Who else may come, beside the admin token. */
  public TestActors actors() {
    return actors;
  }

  /** Requests of whoever that bearer is. */
  public AdminCalls as(String bearer) {
    return new AdminCalls("http://127.0.0.1:" + port, bearer);
  }

  public FirstRun firstRun() {
    return firstRun.get();
  }

  public boolean hadFirstRun() {
    return firstRun.get() != null;
  }

  public <T> T bean(Class<T> type) {
    return context.getBean(type);
  }

  public Reply get(String path) {
    return send(authorized(path).GET());
  }

  public Reply post(String path, String json, String... headers) {
    HttpRequest.Builder request = authorized(path).POST(BodyPublishers.ofString(json));
    if (headers.length > 0) request.headers(headers);
    return send(request);
  }

  public Reply patch(String path, String json) {
    return send(authorized(path).method("PATCH", BodyPublishers.ofString(json)));
  }

  /** Without a token and content type. */
  public HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
        .timeout(Duration.ofSeconds(30));
  }

  public Reply send(HttpRequest.Builder request) {
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

  @Override
  public void close() {
    context.close();
  }

  private HttpRequest.Builder authorized(String path) {
    return request(path)
        .header("Authorization", "Bearer " + firstRun().adminToken().reveal())
        .header("Content-Type", "application/json");
  }

  private static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException _) {
      return JSON.missingNode();
    }
  }
}
