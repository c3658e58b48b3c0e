package dev.serai.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * A model provider of our own on a real socket of 127.0.0.1 that speaks HTTP/1.1, keeps exactly
 * what it was asked and can misbehave in every way the {@link Answer}s tell.
 *
 * <pre>{@code
 * try (var provider = FakeProvider.start()) {
 *   provider.answer(Answer.tooManyRequests("1", "{}")).answer(Dialects.openAiChat("hello"));
 *   …
 *   assertThat(provider.requests()).hasSize(2);
 * }
 * }</pre>
 *
 * Scripted answers are used up in order; then {@link #otherwise} decides, and without it the reply
 * is a 500 that says nothing was scripted.
 */
public final class FakeProvider implements AutoCloseable {
  private static final Duration DEADLINE = Duration.ofSeconds(20);

  private final ServerSocket server;
  private final Set<FakeConnection> connections = ConcurrentHashMap.newKeySet();
  private final AtomicInteger accepted = new AtomicInteger();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition arrived = lock.newCondition();

  /** Guarded by lock, as the next two. */
  private final List<RecordedRequest> requests = new ArrayList<>();

  private final Queue<Answer> script = new ArrayDeque<>();
  private Function<RecordedRequest, Answer> otherwise =
      r -> Answer.json(500, "{\"error\":{\"message\":\"FakeProvider: no answer scripted\"}}");

  private FakeProvider(ServerSocket server) {
    this.server = server;
  }

  public static FakeProvider start() {
    return start(0);
  }

  /**
   * @param port 0 = a free one
   */
  public static FakeProvider start(int port) {
    try {
      var provider =
          new FakeProvider(new ServerSocket(port, 1024, InetAddress.getLoopbackAddress()));
      Thread.ofVirtual().name("fake-provider").start(provider::accept);
      return provider;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** At another address of this machine, and the same port as that of another provider. */
  public static FakeProvider startAt(String address, int port) {
    try {
      var provider = new FakeProvider(new ServerSocket(port, 1024, InetAddress.getByName(address)));
      Thread.ofVirtual().name("fake-provider").start(provider::accept);
      return provider;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** One that answers every request with this status and an error body nobody will parse. */
  public static FakeProvider answering(int status) {
    return start().otherwise(r -> Answer.json(status, "{\"error\":{\"message\":\"fake\"}}"));
  }

  /** Address of a port on which nobody listens: connections to it are refused. */
  public static String refusingUrl() {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return "http://127.0.0.1:" + socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Adds to the script. */
  public FakeProvider answer(Answer... answers) {
    return locked(
        () -> {
          script.addAll(List.of(answers));
          return this;
        });
  }

  /** Decides every answer for which the script has none. */
  public FakeProvider otherwise(Function<RecordedRequest, Answer> decide) {
    return locked(
        () -> {
          otherwise = decide;
          return this;
        });
  }

  public FakeProvider otherwise(Answer answer) {
    return otherwise(r -> answer);
  }

  /** {@code http://127.0.0.1:PORT}, without a slash at its end. */
  public String baseUrl() {
    return "http://127.0.0.1:" + port();
  }

  public int port() {
    return server.getLocalPort();
  }

  /** All requests that were read to their end, oldest first. */
  public List<RecordedRequest> requests() {
    return locked(() -> List.copyOf(requests));
  }

  /** The newest request. */
  public RecordedRequest lastRequest() {
    return locked(requests::getLast);
  }

  /** Blocks until so many requests have been read, at most 20 seconds; gives the n-th. */
  public RecordedRequest awaitRequest(int n) {
    return locked(
        () -> {
          long left = DEADLINE.toNanos();
          while (requests.size() < n) {
            if (left <= 0) {
              throw new AssertionError(
                  "requests: " + requests.size() + " after " + DEADLINE + " (expected: " + n + ")");
            }
            left = awaitNanos(left);
          }
          return requests.get(n - 1);
        });
  }

  /** Connections accepted so far: tells whether the client pools. */
  public int connectionsAccepted() {
    return accepted.get();
  }

  /** Whether the connection of a request is open, as far as this end has heard. */
  public boolean isOpen(RecordedRequest request) {
    return connections.stream().anyMatch(c -> c.number() == request.connection());
  }

  /** Forgets requests and script, keeps connections. */
  public void reset() {
    locked(
        () -> {
          requests.clear();
          script.clear();
          return this;
        });
  }

  /** Closes every connection that is open now, as a provider that restarts. */
  public void dropConnections() {
    connections.forEach(FakeConnection::close);
  }

  @Override
  public void close() {
    try {
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    dropConnections();
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket socket = server.accept();
        var connection =
            new FakeConnection(
                socket, accepted.incrementAndGet(), this::record, connections::remove);
        connections.add(connection);
        connection.start();
      } catch (IOException closed) {
        // the server socket was closed, or this one connection died before it began
      }
    }
  }

  private Answer record(RecordedRequest request) {
    Function<RecordedRequest, Answer> decide =
        locked(
            () -> {
              requests.add(request);
              arrived.signalAll();
              Answer scripted = script.poll();
              return scripted == null ? otherwise : r -> scripted;
            });
    try {
      return decide.apply(request);
    } catch (RuntimeException e) {
      return Answer.of(500, "text/plain", ("FakeProvider: " + e).getBytes());
    }
  }

  private long awaitNanos(long nanos) {
    try {
      return arrived.awaitNanos(nanos);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return 0;
    }
  }

  private <T> T locked(Supplier<T> work) {
    lock.lock();
    try {
      return work.get();
    } finally {
      lock.unlock();
    }
  }
}
