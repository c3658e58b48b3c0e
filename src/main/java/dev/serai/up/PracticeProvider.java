package dev.serai.up;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Answers what {@link PracticeCalls} asks of a provider, in each dialect, streamed and not. */
final class PracticeProvider implements AutoCloseable {
  private static final int EVENTS = 20;
  private static final String TEXT = "All work is done. ".repeat(20);

  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final HttpServer server;

  private PracticeProvider(HttpServer server) {
    this.server = server;
    server.setExecutor(threads);
    server.createContext("/", PracticeProvider::answer);
    server.start();
  }

  static PracticeProvider start() throws IOException {
    // else an answer in two parts waits for the client's acknowledgement of the first
    System.setProperty("sun.net.httpserver.nodelay", "true");
    InetAddress here = InetAddress.getLoopbackAddress();
    return new PracticeProvider(HttpServer.create(new InetSocketAddress(here, 0), 0));
  }

  int port() {
    return server.getAddress().getPort();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  private static void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    byte[] asked = exchange.getRequestBody().readAllBytes();
    boolean streamed =
        path.endsWith(":streamGenerateContent")
            || new String(asked, StandardCharsets.UTF_8).contains("\"stream\":true");
    try (exchange) {
      if (streamed) stream(exchange, path);
      else whole(exchange, path);
    }
  }

  private static void whole(HttpExchange exchange, String path) throws IOException {
    byte[] body = reply(path).getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("content-type", "application/json");
    exchange.sendResponseHeaders(200, body.length);
    exchange.getResponseBody().write(body);
  }

  private static void stream(HttpExchange exchange, String path) throws IOException {
    exchange.getResponseHeaders().set("content-type", "text/event-stream");
    exchange.sendResponseHeaders(200, 0);
    OutputStream out = exchange.getResponseBody();
    String[] parts = events(path);
    send(out, parts[0]);
    for (int i = 0; i < EVENTS; i++) send(out, parts[1]);
    send(out, parts[2]);
  }

  private static void send(OutputStream out, String event) throws IOException {
    out.write(event.getBytes(StandardCharsets.UTF_8));
    out.flush();
  }

  private static String reply(String path) {
    if (path.endsWith("/messages")) {
      return """
      {"id":"msg_1","type":"message","role":"assistant","model":"practice-claude",\
      "content":[{"type":"text","text":"%s"}],"stop_reason":"end_turn","stop_sequence":null,\
      "usage":{"input_tokens":26,"cache_read_input_tokens":0,"output_tokens":80}}"""
          .formatted(TEXT);
    }
    if (path.endsWith("/responses")) {
      return """
      {"id":"resp_1","object":"response","status":"completed","model":"practice-gpt",\
      "output":[{"type":"message","id":"m","role":"assistant","status":"completed",\
      "content":[{"type":"output_text","text":"%s","annotations":[]}]}],\
      "usage":{"input_tokens":26,"output_tokens":80,"total_tokens":106}}"""
          .formatted(TEXT);
    }
    if (path.endsWith(":generateContent")) return gemini(TEXT, "\"finishReason\":\"STOP\",");
    return """
    {"id":"chatcmpl-1","object":"chat.completion","created":1,"model":"practice-chat",\
    "choices":[{"index":0,"message":{"role":"assistant","content":"%s"},"finish_reason":"stop"}],\
    "usage":{"prompt_tokens":26,"completion_tokens":80,"total_tokens":106}}"""
        .formatted(TEXT);
  }

  private static String gemini(String text, String reason) {
    return """
    {"candidates":[{"content":{"role":"model","parts":[{"text":"%s"}]},%s"index":0}],\
    "usageMetadata":{"promptTokenCount":26,"candidatesTokenCount":80,"totalTokenCount":106},\
    "modelVersion":"practice-gemini"}"""
        .formatted(text, reason);
  }

  /** The first event, the one that is repeated, and what ends the stream. */
  private static String[] events(String path) {
    if (path.endsWith("/messages")) return messages();
    if (path.endsWith("/responses")) return responses();
    if (path.endsWith(":streamGenerateContent")) {
      String piece = "data: " + gemini("done ", "") + "\r\n\r\n";
      return new String[] {
        piece, piece, "data: " + gemini("", "\"finishReason\":\"STOP\",") + "\r\n\r\n"
      };
    }
    String chunk =
        """
        data: {"id":"chatcmpl-1","object":"chat.completion.chunk","created":1,\
        "model":"practice-chat","choices":[{"index":0,"delta":{%s},"finish_reason":%s}]}

        """;
    return new String[] {
      chunk.formatted("\"role\":\"assistant\",\"content\":\"\"", "null"),
      chunk.formatted("\"content\":\"done \"", "null"),
      chunk.formatted("", "\"stop\"")
          + """
          data: {"id":"chatcmpl-1","object":"chat.completion.chunk","created":1,\
          "model":"practice-chat","choices":[],\
          "usage":{"prompt_tokens":26,"completion_tokens":80,"total_tokens":106}}

          data: [DONE]

          """
    };
  }

  private static String[] messages() {
    return new String[] {
      """
      event: message_start
      data: {"type":"message_start","message":{"id":"msg_1","type":"message","role":"assistant",\
      "model":"practice-claude","content":[],"stop_reason":null,"usage":{"input_tokens":26,"output_tokens":1}}}

      event: content_block_start
      data: {"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}}

      """,
      """
      event: content_block_delta
      data: {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"done "}}

      """,
      """
      event: content_block_stop
      data: {"type":"content_block_stop","index":0}

      event: message_delta
      data: {"type":"message_delta","delta":{"stop_reason":"end_turn"},"usage":{"output_tokens":80}}

      event: message_stop
      data: {"type":"message_stop"}

      """
    };
  }

  private static String[] responses() {
    return new String[] {
      """
      event: response.created
      data: {"type":"response.created","response":{"id":"resp_1","status":"in_progress"}}

      """,
      """
      event: response.output_text.delta
      data: {"type":"response.output_text.delta","item_id":"m","output_index":0,"delta":"done "}

      """,
      "event: response.completed\ndata: {\"type\":\"response.completed\",\"response\":"
          + reply("/responses")
          + "}\n\n"
    };
  }
}
