package dev.serai.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;

/** A port of this machine before a server that answers, but not to everything. */
public final class FaultyDoor implements AutoCloseable {
  private static final Duration DEADLINE = Duration.ofSeconds(30);
  private static final Set<String> OF_A_CONNECTION =
      Set.of("host", "connection", "content-length", "transfer-encoding", "upgrade", "expect");

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final Map<String, Integer> faults = new ConcurrentHashMap<>();
  private final HttpServer server;
  private final String to;

  public FaultyDoor(String to) {
    this.to = to;
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::answer);
    server.start();
  }

  public String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** From now on, instead of what the server says where the path has this in it. */
  public void answer(String inPath, int status) {
    faults.put(inPath, status);
  }

  public void heal(String inPath) {
    faults.remove(inPath);
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getPath();
      byte[] body = exchange.getRequestBody().readAllBytes();
      for (Map.Entry<String, Integer> fault : faults.entrySet()) {
        if (!path.contains(fault.getKey())) continue;
        exchange.sendResponseHeaders(fault.getValue(), -1);
        return;
      }
      HttpResponse<byte[]> answer = ask(exchange, body);
      answer
          .headers()
          .map()
          .forEach(
              (name, values) -> {
                if (passed(name)) exchange.getResponseHeaders().put(name, values);
              });
      byte[] bytes = answer.body();
      exchange.sendResponseHeaders(answer.statusCode(), bytes.length == 0 ? -1 : bytes.length);
      exchange.getResponseBody().write(bytes);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private HttpResponse<byte[]> ask(HttpExchange exchange, byte[] body)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(to + exchange.getRequestURI()))
            .timeout(DEADLINE)
            .method(exchange.getRequestMethod(), BodyPublishers.ofByteArray(body));
    exchange
        .getRequestHeaders()
        .forEach(
            (name, values) -> {
              if (passed(name)) values.forEach(value -> request.header(name, value));
            });
    return client.send(request.build(), BodyHandlers.ofByteArray());
  }

  private static boolean passed(String header) {
    return !header.startsWith(":")
        && OF_A_CONNECTION.stream().noneMatch(each -> each.equalsIgnoreCase(header));
  }

  @Override
  public void close() {
    server.stop(0);
    client.shutdownNow();
  }
}
