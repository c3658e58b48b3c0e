package dev.serai.features;

import dev.serai.testing.Answer;
import dev.serai.testing.Dialects;
import dev.serai.testing.FakeProvider;
import dev.serai.testing.Gate;
import dev.serai.testing.RecordedRequest;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Many calls to a gateway in all dialects, a tenth of which their clients leave: before the
 * provider's first byte, and in its midst. The provider is of this process, so that a client leaves
 * when the call is where it should be, and knows when the provider has heard of it. Used by the
 * {@code SoakTest} and by the programs of {@code bench/soak.sh}.
 */
public final class SoakCalls {
  private static final Pattern NUMBER = Pattern.compile("call-(\\d+)-");
  private static final String WORDS = " all work is done";
  private static final int PIECES = 8;
  private static final int ERRORS_KEPT = 20;

  private final URI url;
  private final List<String> keys;
  private final Map<String, Leaving> leaving = new ConcurrentHashMap<>();
  private final AtomicInteger number = new AtomicInteger();

  /** How far a call has come when its client leaves. */
  public enum Moment {
    BEFORE_THE_FIRST_BYTE,
    IN_THE_MIDST
  }

  private record Leaving(Answer answer, CompletableFuture<RecordedRequest> request) {}

  /**
   * @param whole calls whose answer came whole
   * @param left calls whose client left, and whose provider heard of it
   * @param wrong what happened to the others, at most some of them
   */
  public record Result(int whole, int left, List<String> wrong) {}

  /**
   * @param keys each call takes the next one
   * @param provider all calls for model {@code m} get to it; answers them from now on
   */
  public SoakCalls(URI url, List<String> keys, FakeProvider provider) {
    this.url = url;
    this.keys = keys;
    provider.otherwise(this::answer);
  }

  private Answer answer(RecordedRequest request) {
    Matcher found = NUMBER.matcher(request.text());
    Leaving left = found.find() ? leaving.remove(found.group(1)) : null;
    if (left == null) return whole(Dialects.asked(request), streams(request));
    left.request.complete(request);
    return left.answer;
  }

  private static boolean streams(RecordedRequest request) {
    return request.text().contains("\"stream\":true")
        || request.path().contains("streamGenerateContent");
  }

  private static Answer whole(Dialects dialect, boolean stream) {
    String[] pieces = new String[PIECES];
    for (int i = 0; i < PIECES; i++) pieces[i] = (i == 0 ? "first" : "more") + WORDS;
    pieces[PIECES - 1] = "the last";
    return stream ? dialect.streamed("m", pieces) : dialect.reply("m", String.join(" ", pieces));
  }

  /**
   * Makes so many calls over so many connections; returns when all have ended.
   *
   * @param stream whether the answers are event streams
   */
  public Result run(int calls, int connections, boolean stream) throws InterruptedException {
    AtomicInteger next = new AtomicInteger();
    AtomicInteger whole = new AtomicInteger();
    AtomicInteger left = new AtomicInteger();
    Queue<String> wrong = new ConcurrentLinkedQueue<>();
    try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < connections; i++)
        clients.submit(
            () -> {
              try (Line line = new Line()) {
                for (int call = next.getAndIncrement(); call < calls; call = next.getAndIncrement())
                  one(line, call, stream, whole, left, wrong);
              }
              return null;
            });
      clients.shutdown();
      if (!clients.awaitTermination(1, TimeUnit.HOURS)) clients.shutdownNow();
    }
    return new Result(whole.get(), left.get(), List.copyOf(wrong));
  }

  private void one(
      Line line,
      int call,
      boolean stream,
      AtomicInteger whole,
      AtomicInteger left,
      Queue<String> wrong) {
    Dialects dialect = Dialects.values()[call % Dialects.values().length];
    try {
      if (call / 4 % 10 == 9) {
        leave(line.wire(), dialect, stream, Moment.values()[call / 40 % 2]);
        line.close();
        left.incrementAndGet();
      } else {
        ask(line.wire(), dialect, stream);
        whole.incrementAndGet();
      }
    } catch (Exception | AssertionError e) {
      if (wrong.size() < ERRORS_KEPT) wrong.add(dialect + ", streamed " + stream + ": " + e);
      line.close();
    }
  }

  private void ask(Wire wire, Dialects dialect, boolean stream) throws IOException {
    Wire.Got got = wire.send(post(number.incrementAndGet(), dialect, stream)).read();
    if (got.status() != 200 || !got.body().contains("the last"))
      throw new IOException(got.status() + " " + got.body());
  }

  /**
   * One call on a connection of its own, which is closed in the midst of it.
   *
   * @return how long it took until the provider knew
   * @throws AssertionError when it did not hear of it within 20 seconds
   */
  public Duration leave(Dialects dialect, boolean stream, Moment moment) throws Exception {
    try (Wire wire = new Wire(url)) {
      return leave(wire, dialect, stream, moment);
    }
  }

  private Duration leave(Wire wire, Dialects dialect, boolean stream, Moment moment)
      throws Exception {
    Gate gate = new Gate();
    Answer good = whole(dialect, stream);
    int midst = FaultScene.text(good).indexOf("more");
    Answer answer =
        moment == Moment.BEFORE_THE_FIRST_BYTE ? good.headAfter(gate) : good.gateAt(midst, gate);
    Leaving left = new Leaving(answer, new CompletableFuture<>());
    int call = number.incrementAndGet();
    leaving.put(Integer.toString(call), left);
    wire.send(post(call, dialect, stream));
    RecordedRequest request = left.request.get(20, TimeUnit.SECONDS);
    gate.awaitReached();
    if (stream && moment == Moment.IN_THE_MIDST) {
      wire.head();
      wire.until("first");
    }
    Instant at = Instant.now();
    wire.close();
    Instant heard = request.awaitClosed();
    gate.open();
    return Duration.between(at, heard);
  }

  private String post(int call, Dialects dialect, boolean stream) {
    String body = dialect.request("m", "call-" + call + "-" + WORDS.repeat(20), stream);
    return "POST "
        + dialect.path("m", stream)
        + " HTTP/1.1\r\nhost: gateway\r\nauthorization: Bearer "
        + keys.get(call % keys.size())
        + "\r\ncontent-type: application/json\r\ncontent-length: "
        + body.getBytes(StandardCharsets.UTF_8).length
        + "\r\n\r\n"
        + body;
  }

  /** A client that connects again when it has left. */
  private final class Line implements AutoCloseable {
    private Wire wire;

    Wire wire() throws IOException {
      if (wire == null) wire = new Wire(url);
      return wire;
    }

    @Override
    public void close() {
      Wire open = wire;
      wire = null;
      try {
        if (open != null) open.close();
      } catch (IOException e) {
        // it is gone either way
      }
    }
  }
}
