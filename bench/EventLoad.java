import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.parsetools.RecordParser;
import java.net.URI;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;

/**
 * Holds many event streams open at once and tells how late their events came.
 *
 * <p>{@code java -cp 'target/lib/*' bench/EventLoad.java URL KEY STREAMS EVERY_MILLIS EVENTS}
 * prints {@code RESULT events p50 p99 max missing}: transit in microseconds from the provider's
 * write to our read, over the events after the last stream was opened; missing counts every event
 * that never came.
 */
public final class EventLoad {
  private static final byte[] MARK = "\"content\":\"".getBytes();
  private static final int OPENED_PER_TICK = 4;

  private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
  private final HttpClient client;
  private final RequestOptions options;
  private final String body;
  private final int streams;
  private final long[] transit;
  private final long expected;
  private int measured;
  private int opened;
  private int ended;
  private long events;
  private long openSince = Long.MAX_VALUE;

  private EventLoad(String url, String key, int streams, int everyMillis, int count) {
    this.streams = streams;
    this.expected = (long) streams * count;
    this.transit = new long[(int) expected];
    this.body =
        ("{\"model\":\"events-%d-%d\",\"stream\":true,\"max_tokens\":4096,"
            + "\"messages\":[{\"role\":\"user\",\"content\":\"go\"}]}")
            .formatted(everyMillis, count);
    URI to = URI.create(url);
    this.options =
        new RequestOptions()
            .setMethod(HttpMethod.POST)
            .setHost(to.getHost())
            .setPort(to.getPort())
            .setURI("/v1/chat/completions")
            .putHeader("authorization", "Bearer " + key)
            .putHeader("content-type", "application/json");
    this.client =
        vertx.createHttpClient(
            new HttpClientOptions().setConnectTimeout(10_000).setTcpNoDelay(true),
            new PoolOptions().setHttp1MaxSize(streams + 8));
  }

  public static void main(String[] args) {
    var load =
        new EventLoad(
            args[0],
            args[1],
            Integer.parseInt(args[2]),
            Integer.parseInt(args[3]),
            Integer.parseInt(args[4]));
    load.vertx.runOnContext(go -> load.open());
  }

  /** Opens a few a millisecond, so that the ramp is a ramp and no burst. */
  private void open() {
    vertx.setPeriodic(
        1,
        id -> {
          for (int i = 0; i < OPENED_PER_TICK && opened < streams; i++) {
            opened++;
            request();
          }
          if (opened == streams) {
            vertx.cancelTimer(id);
            openSince = micros();
          }
        });
  }

  private void request() {
    client
        .request(options)
        .compose(request -> request.send(Buffer.buffer(body)))
        .onSuccess(this::read)
        .onFailure(this::broken);
  }

  private void read(HttpClientResponse response) {
    if (response.statusCode() != 200) {
      response
          .body()
          .onSuccess(b -> broken(new IllegalStateException(response.statusCode() + " " + b)));
      return;
    }
    response.handler(RecordParser.newDelimited("\n\n", this::count));
    response.exceptionHandler(this::broken);
    response.endHandler(end -> ended());
  }

  private void count(Buffer event) {
    long now = micros();
    byte[] bytes = event.getBytes();
    int at = stampAt(bytes);
    if (at < 0) {
      return; // usage, [DONE]
    }
    events++;
    long stamp = 0;
    for (; bytes[at] != '"'; at++) {
      stamp = stamp * 10 + bytes[at] - '0';
    }
    if (stamp > openSince && measured < transit.length) {
      transit[measured++] = now - stamp;
    }
  }

  private static int stampAt(byte[] bytes) {
    for (int at = 0; at <= bytes.length - MARK.length; at++) {
      if (Arrays.equals(bytes, at, at + MARK.length, MARK, 0, MARK.length)) {
        return at + MARK.length;
      }
    }
    return -1;
  }

  private void broken(Throwable cause) {
    System.err.println("a stream broke: " + cause.getMessage());
    ended();
  }

  private void ended() {
    if (++ended < streams) {
      return;
    }
    long[] sorted = Arrays.copyOf(transit, measured);
    Arrays.sort(sorted);
    System.out.printf(
        "RESULT %d %d %d %d %d%n",
        events, at(sorted, 0.5), at(sorted, 0.99), at(sorted, 1), Math.max(0, expected - events));
    System.exit(0);
  }

  private static long at(long[] sorted, double share) {
    return sorted.length == 0
        ? -1
        : sorted[(int) Math.min(sorted.length - 1, sorted.length * share)];
  }

  private static long micros() {
    return ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
  }
}
