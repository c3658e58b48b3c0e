package dev.serai.up;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * What clients, monitoring and an admin's pages ask for: each dialect, streamed and not, short
 * prompts and long ones, some that are refused.
 *
 * @param end when to give up, by {@link System#nanoTime}
 */
record PracticeCalls(Ports ports, String key, Supplier<String> adminToken, long end) {
  private static final int CLIENTS = 8;
  private static final int ROUNDS = 10;
  private static final Duration ANSWER = Duration.ofMinutes(1);
  private static final List<String> PAGES =
      List.of("/readyz", "/healthz", "/metrics", "/api/keys", "/api/limits", "/api/usage");

  /** Of the calls of a round, how many are sent in turn by each client. */
  private record Call(String path, String body, int times, int answer) {}

  /** {@code serai.yaml} of the gateway that is called. */
  static String settings(int provider, String key) {
    String here = "http://127.0.0.1:" + provider;
    return """
    providers:
      - { name: chat, type: openai-compatible, base-url: "%1$s/v1", models: [ practice-chat ], credentials: [ { name: a, secret: none } ] }
      - { name: claude, type: anthropic, base-url: "%1$s/v1", models: [ practice-claude ], credentials: [ { name: a, secret: none } ] }
      - { name: gpt, type: openai, base-url: "%1$s/v1", models: [ practice-gpt ], credentials: [ { name: a, secret: none } ] }
      - { name: gemini, type: gemini, base-url: "%1$s/v1beta", models: [ practice-gemini ], credentials: [ { name: a, secret: none } ] }
    policies:
      - { name: practice, default: true, providers: [ chat, claude, gpt, gemini ] }
    keys:
      - { name: practice, policy: practice, secret: "%2$s" }
    limits:
      - { scope: organization, measure: usd, window: month, cap: 1000000 }
      - { scope: key, target: practice, measure: requests, window: rolling 5h, cap: 1000000000 }
    prices:
      - { match: "prefix:practice-", provider: chat, usd-per-mtok: { input: 1, output: 4 } }
      - { match: "prefix:practice-", provider: claude, usd-per-mtok: { input: 1, output: 4 } }
      - { match: "prefix:practice-", provider: gpt, usd-per-mtok: { input: 1, output: 4 } }
      - { match: "prefix:practice-", provider: gemini, usd-per-mtok: { input: 1, output: 4 } }
    """
        .formatted(here, key);
  }

  /**
   * @throws IllegalStateException when a call is not answered as it should be
   */
  void run() throws IOException, InterruptedException {
    try (HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        ExecutorService threads = Executors.newFixedThreadPool(CLIENTS)) {
      awaitReady(client);
      List<Future<?>> clients =
          IntStream.range(0, CLIENTS)
              .<Future<?>>mapToObj(
                  _ ->
                      threads.submit(
                          () -> {
                            for (int round = 0; round < ROUNDS; round++) round(client);
                            return null;
                          }))
              .toList();
      for (Future<?> each : clients) each.get();
      for (int i = 0; i < 20; i++) for (String page : PAGES) page(client, page);
    } catch (ExecutionException e) {
      throw new IllegalStateException(String.valueOf(e.getCause()), e);
    }
  }

  private void awaitReady(HttpClient client) throws InterruptedException {
    HttpRequest ready = HttpRequest.newBuilder(URI.create(ports.gatewayUrl() + "/readyz")).build();
    while (System.nanoTime() - end < 0) {
      try {
        if (client.send(ready, BodyHandlers.discarding()).statusCode() == 200) return;
      } catch (IOException _) {
        // the port is not open yet
      }
      Thread.sleep(50);
    }
    throw new IllegalStateException("the gateway is not ready");
  }

  private void round(HttpClient client) throws IOException, InterruptedException {
    for (Call call : calls()) {
      for (int i = 0; i < call.times; i++) {
        if (System.nanoTime() - end > 0) throw new IllegalStateException("took too long");
        int status = client.send(request(call), BodyHandlers.ofByteArray()).statusCode();
        if (status != call.answer)
          throw new IllegalStateException(call.path + " is answered with " + status);
      }
    }
  }

  private HttpRequest request(Call call) {
    return HttpRequest.newBuilder(URI.create(ports.gatewayUrl() + call.path))
        .timeout(ANSWER)
        .header("content-type", "application/json")
        .header("authorization", "Bearer " + (call.answer == 401 ? key.replace('P', 'X') : key))
        .POST(BodyPublishers.ofString(call.body))
        .build();
  }

  private void page(HttpClient client, String path) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(ports.adminUrl() + path))
            .timeout(ANSWER)
            .header("authorization", "Bearer " + adminToken.get())
            .build();
    int status = client.send(request, BodyHandlers.discarding()).statusCode();
    if (status != 200) throw new IllegalStateException(path + " is answered with " + status);
  }

  private static List<Call> calls() {
    return List.of(
        chat("practice-chat", 1_000, false, 12, 200),
        chat("practice-chat", 1_000, true, 3, 200),
        chat("practice-chat", 100_000, false, 1, 200),
        chat("nobody-serves-it", 10, false, 1, 404),
        chat("practice-chat", 10, false, 1, 401),
        prompt("/v1/messages", "practice-claude", "\"max_tokens\":100,\"messages\"", false),
        prompt("/v1/messages", "practice-claude", "\"max_tokens\":100,\"messages\"", true),
        prompt("/v1/responses", "practice-gpt", "\"input\"", false),
        prompt("/v1/responses", "practice-gpt", "\"input\"", true),
        gemini("generateContent"),
        gemini("streamGenerateContent?alt=sse"));
  }

  private static Call chat(String model, int size, boolean stream, int times, int answer) {
    return new Call(
        "/v1/chat/completions", body(model, "\"messages\"", size, stream), times, answer);
  }

  private static Call prompt(String path, String model, String field, boolean stream) {
    return new Call(path, body(model, field, 2_000, stream), 2, 200);
  }

  private static String body(String model, String field, int size, boolean stream) {
    return """
    {"model":"%s",%s:[{"role":"user","content":"%s"}]%s}"""
        .formatted(
            model, field, "Say it again. ".repeat(size / 14 + 1), stream ? ",\"stream\":true" : "");
  }

  private static Call gemini(String verb) {
    String body = "{\"contents\":[{\"role\":\"user\",\"parts\":[{\"text\":\"Say it again.\"}]}]}";
    return new Call("/v1beta/models/practice-gemini:" + verb, body, 1, 200);
  }
}
