package dev.serai.cli.signin;

import com.grack.nanojson.JsonWriter;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.function.Function;

/** An issuer over a real socket that answers what the test says, and remembers the questions. */
final class TokenEndpoint implements AutoCloseable {
  record Asked(String path, Map<String, String> form) {}

  record Reply(int status, String body) {}

  private final HttpServer server;
  private final List<Asked> asked = new CopyOnWriteArrayList<>();
  private final Queue<Function<Asked, Reply>> next = new ConcurrentLinkedQueue<>();

  TokenEndpoint() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::handle);
    server.start();
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  Realm realm() {
    return new Realm(url(), "cli", at("/auth"), at("/token"), at("/device"), at("/revoke"), true);
  }

  private URI at(String path) {
    return URI.create(url() + path);
  }

  TokenEndpoint then(int status, String body) {
    return then(_ -> new Reply(status, body));
  }

  TokenEndpoint then(Function<Asked, Reply> reply) {
    next.add(reply);
    return this;
  }

  /** Tokens of five minutes; the id token is for client and nonce. */
  String tokens(String access, String refresh, String nonce) {
    String claims =
        JsonWriter.string(Map.of("iss", url(), "aud", "cli", "nonce", nonce, "sub", "s"));
    String id = "e30." + Base64.getUrlEncoder().encodeToString(claims.getBytes()) + ".x";
    return JsonWriter.string(
        Map.of(
            "access_token", access, "expires_in", 300, "refresh_token", refresh, "id_token", id));
  }

  TokenEndpoint thenTokens(String access, String refresh) {
    return then(200, tokens(access, refresh, ""));
  }

  List<Asked> asked() {
    return asked;
  }

  private void handle(HttpExchange exchange) throws IOException {
    String text = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    Map<String, String> form = new HashMap<>();
    for (String pair : text.split("&")) {
      String[] parts = pair.split("=", 2);
      if (parts.length == 2)
        form.put(parts[0], URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
    }
    Asked question = new Asked(exchange.getRequestURI().getPath(), form);
    if (question.path().startsWith("/.well-known/")) {
      send(exchange, new Reply(200, configuration()));
      return;
    }
    asked.add(question);
    Function<Asked, Reply> answer = next.poll();
    Reply reply = answer == null ? new Reply(418, "{}") : answer.apply(question);
    send(exchange, reply);
  }

  private String configuration() {
    return JsonWriter.string(
        Map.of(
            "issuer", url(),
            "authorization_endpoint", url() + "/auth",
            "token_endpoint", url() + "/token",
            "device_authorization_endpoint", url() + "/device",
            "revocation_endpoint", url() + "/revoke"));
  }

  private static void send(HttpExchange exchange, Reply reply) throws IOException {
    byte[] bytes = reply.body().getBytes(StandardCharsets.UTF_8);
    try (exchange) {
      exchange.sendResponseHeaders(reply.status(), bytes.length == 0 ? -1 : bytes.length);
      if (bytes.length > 0) exchange.getResponseBody().write(bytes);
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
