import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * The provider of the streamed calls. The model's name is the script: {@code events-10-500} sends
 * 500 Chat Completions events 10 ms apart. Each carries the moment it was written, in microseconds
 * since the epoch, as its content.
 *
 * <p>{@code java -cp 'target/lib/*' bench/EventUpstream.java PORT}
 */
public final class EventUpstream {
  private static final String MODEL = "\"model\":\"";
  private static final String HEAD =
      "data:"
          + " {\"id\":\"chatcmpl-bench\",\"object\":\"chat.completion.chunk\",\"created\":1790000000,"
          + "\"model\":\"events\",\"system_fingerprint\":\"fp_bench\",\"choices\":[{\"index\":0,"
          + "\"delta\":{\"content\":\"";
  private static final String TAIL = "\"},\"logprobs\":null,\"finish_reason\":null}]}\n\n";
  private static final String USAGE =
      "data:"
          + " {\"id\":\"chatcmpl-bench\",\"object\":\"chat.completion.chunk\",\"created\":1790000000,\"model\":\"events\",\"choices\":[],\"usage\":{\"prompt_tokens\":9,\"completion_tokens\":%d,\"total_tokens\":%d}}\n\n";

  private final Vertx vertx = Vertx.vertx();

  public static void main(String[] args) {
    new EventUpstream().listen(Integer.parseInt(args[0]));
  }

  private void listen(int port) {
    vertx
        .createHttpServer(new HttpServerOptions().setTcpNoDelay(true).setAcceptBacklog(4096))
        .requestHandler(request -> request.bodyHandler(body -> answer(request, body.toString())))
        .listen(port, "127.0.0.1")
        .onFailure(
            e -> {
              System.err.println("event upstream: " + e.getMessage());
              System.exit(1);
            });
  }

  private void answer(HttpServerRequest request, String body) {
    int from = body.indexOf(MODEL) + MODEL.length();
    String[] script = body.substring(from, body.indexOf('"', from)).split("-");
    int everyMillis = Integer.parseInt(script[1]);
    int count = Integer.parseInt(script[2]);
    boolean usage = body.contains("\"include_usage\":true");
    HttpServerResponse response =
        request.response().setChunked(true).putHeader("content-type", "text/event-stream");
    int[] sent = {0};
    long timer =
        vertx.setPeriodic(
            everyMillis,
            id -> {
              response.write(HEAD + micros() + TAIL);
              if (++sent[0] == count) {
                vertx.cancelTimer(id);
                end(response, count, usage);
              }
            });
    response.closeHandler(closed -> vertx.cancelTimer(timer));
  }

  private static void end(HttpServerResponse response, int count, boolean usage) {
    Buffer rest = Buffer.buffer();
    if (usage) {
      rest.appendString(USAGE.formatted(count, count + 9));
    }
    response.end(rest.appendString("data: [DONE]\n\n"));
  }

  private static long micros() {
    return ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
  }
}
