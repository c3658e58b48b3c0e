package dev.serai.testing;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;

/** One request as it came in over the wire, and how its answer ended. */
public final class RecordedRequest {
  private static final Duration DEADLINE = Duration.ofSeconds(20);

  private final String method;
  private final String target;
  private final List<Answer.Field> headers;
  private final byte[] body;
  private final int connection;
  private final Instant at = Instant.now();
  private final CompletableFuture<Ending> ending = new CompletableFuture<>();
  private final AtomicLong answered = new AtomicLong();

  /** How the exchange ended, seen from the provider. */
  public record Ending(boolean clientLeft, Instant at) {}

  RecordedRequest(
      String method, String target, List<Answer.Field> headers, byte[] body, int connection) {
    this.method = method;
    this.target = target;
    this.headers = List.copyOf(headers);
    this.body = body;
    this.connection = connection;
  }

  public String method() {
    return method;
  }

  /** Path and query as they were sent. */
  public String target() {
    return target;
  }

  public String path() {
    int mark = target.indexOf('?');
    return mark < 0 ? target : target.substring(0, mark);
  }

  /** What stands behind the question mark; empty when there is none. */
  public String query() {
    int mark = target.indexOf('?');
    return mark < 0 ? "" : target.substring(mark + 1);
  }

  /** In the order and the letter case of the wire. */
  public List<Answer.Field> headers() {
    return headers;
  }

  /** First value of a header, names compared without case. */
  public Optional<String> header(String name) {
    return headers(name).stream().findFirst();
  }

  public List<String> headers(String name) {
    return headers.stream()
        .filter(f -> f.name().equalsIgnoreCase(name))
        .map(Answer.Field::value)
        .toList();
  }

  /** Exact bytes; chunked framing is taken off. */
  public byte[] body() {
    return body.clone();
  }

  public String text() {
    return new String(body, StandardCharsets.UTF_8);
  }

  /** Number of the connection it came on, from 1. */
  public int connection() {
    return connection;
  }

  /** When it had been read to its end. */
  public Instant at() {
    return at;
  }

  /**
   * Blocks until the client has closed the connection before the answer was complete.
   *
   * @return the moment the provider saw it
   * @throws AssertionError when the answer was completed, or nothing happened within 20 seconds
   */
  public Instant awaitClosed() {
    Ending seen = awaitEnding();
    if (!seen.clientLeft()) {
      throw new AssertionError(this + ": was answered to its end, the client had not left");
    }
    return seen.at();
  }

  /** Blocks until the exchange has ended one way or the other, at most 20 seconds. */
  public Ending awaitEnding() {
    try {
      return ending.get(DEADLINE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException | ExecutionException e) {
      throw new AssertionError(this + ": neither answered nor left within " + DEADLINE, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  /** Whether the exchange has ended one way or the other. */
  public boolean hasEnded() {
    return ending.isDone();
  }

  /** Bytes of the answer's body that the network has taken. */
  public long answered() {
    return answered.get();
  }

  void answered(int bytes) {
    answered.addAndGet(bytes);
  }

  void ended(boolean clientLeft) {
    ending.complete(new Ending(clientLeft, Instant.now()));
  }

  @Override
  public String toString() {
    return method + " " + target + " (" + body.length + " bytes, connection " + connection + ")";
  }
}
