package dev.serai.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * An admin API over a real socket that answers what it was told to, and remembers the questions.
 */
final class AdminStandIn implements AutoCloseable {
  static final String TOKEN = "serai-admin-test";

  /**
   * @param match of {@code If-Match}, empty = none
   */
  record Asked(String line, String body, String idempotencyKey, String match) {}

  private record Answer(int status, String body) {}

  private final HttpServer server;
  private final Map<String, Answer> answers = new HashMap<>();
  private final List<Asked> asked = new ArrayList<>();
  private String tag = "";

  AdminStandIn() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/", this::handle);
    server.start();
  }

  /** Whatever is read has this version. */
  AdminStandIn tagged(String version) {
    tag = version;
    return this;
  }

  AdminStandIn on(String line, String body) {
    return on(line, 200, body);
  }

  AdminStandIn on(String line, int status, String body) {
    answers.put(line, new Answer(status, body));
    return this;
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  List<Asked> asked() {
    return List.copyOf(asked);
  }

  private void handle(HttpExchange exchange) throws IOException {
    String line = exchange.getRequestMethod() + " " + exchange.getRequestURI();
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    String once = exchange.getRequestHeaders().getFirst("idempotency-key");
    String match = exchange.getRequestHeaders().getFirst("if-match");
    asked.add(new Asked(line, body, once == null ? "" : once, match == null ? "" : match));
    if (!tag.isEmpty()) exchange.getResponseHeaders().set("etag", tag);
    String auth = exchange.getRequestHeaders().getFirst("authorization");
    Answer unknown =
        new Answer(404, "{\"title\":\"Not Found\",\"detail\":\"nothing at " + line + "\"}");
    Answer answer =
        line.startsWith("GET /readyz") || ("Bearer " + TOKEN).equals(auth)
            ? answers.getOrDefault(line, unknown)
            : new Answer(
                401,
                "{\"title\":\"Unauthorized\",\"detail\":\"token is not known\","
                    + "\"code\":\"token_unknown\"}");
    byte[] bytes = answer.body().getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("content-type", "application/json");
    exchange.sendResponseHeaders(answer.status(), bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
