package dev.serai.cli.proxy;

import dev.serai.cli.proxy.Seen.Refusal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Serves coding agents on 127.0.0.1 until it is closed. Each start has a bearer of its own; nothing
 * without it is answered, but for the greetings of Claude Code.
 */
public final class LocalProxy implements AutoCloseable {
  private static final int CONNECTIONS = 1024;

  /** Refusals that the next answer proves wrong. */
  private static final Set<String> PASSING =
      Set.of(Forward.UNREACHABLE, Forward.SILENT, Forward.SIGN_IN_AWAY);

  private static final long PAUSE_NANOS = 50_000_000;
  private static final Duration LAST = Duration.ofSeconds(2);
  private static final Duration CONNECT = Duration.ofSeconds(5);

  private final ServerSocket server;
  private final Door door;
  private final Forward forward;
  private final HttpClient client;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final Strangers strangers = new Strangers(System::nanoTime);
  private final Semaphore room = new Semaphore(CONNECTIONS);
  private final Thread acceptor = Thread.ofVirtual().name("serai-proxy").unstarted(this::accept);
  private final AtomicLong requests = new AtomicLong();
  private final AtomicLong recorded = new AtomicLong();
  private volatile @Nullable Refusal lastRefusal;

  private LocalProxy(Upstream upstream, ServerSocket server, Duration silence) {
    this.server = server;
    this.door = Door.at(server.getLocalPort());
    this.client =
        HttpClient.newBuilder()
            .version(
                upstream.gateway().getScheme().equals("https")
                    ? HttpClient.Version.HTTP_2
                    : HttpClient.Version.HTTP_1_1) // else it would ask for an upgrade
            .connectTimeout(CONNECT)
            .executor(threads)
            .build();
    this.forward = new Forward(upstream, client, new Counting(), silence);
  }

  /**
   * Its threads keep no process alive.
   *
   * @param port 0 takes any that is free
   * @throws IOException when the port is taken
   */
  public static LocalProxy start(Upstream upstream, int port) throws IOException {
    return start(upstream, port, Flight.SILENCE);
  }

  /**
   * @param silence after which the gateway is given up
   */
  static LocalProxy start(Upstream upstream, int port, Duration silence) throws IOException {
    InetAddress loopback = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
    ServerSocket server = new ServerSocket();
    try {
      server.bind(new InetSocketAddress(loopback, port), 128);
    } catch (IOException e) {
      server.close();
      throw new IOException("127.0.0.1:" + port + " cannot be opened: " + e.getMessage(), e);
    }
    LocalProxy proxy = new LocalProxy(upstream, server, silence);
    proxy.acceptor.start();
    return proxy;
  }

  /** {@code http://127.0.0.1:PORT}, without a slash at its end. */
  public URI uri() {
    return URI.create("http://127.0.0.1:" + server.getLocalPort());
  }

  /** What agents have to show, as a key or a token; 256 bits, good until {@link #close}. */
  public String bearer() {
    return door.bearer();
  }

  public Seen seen() {
    return new Seen(requests.get(), lastRefusal);
  }

  /** Calls that the gateway counts, answered, refused or left, or will in a moment. */
  public long recorded() {
    return recorded.get();
  }

  /** Cuts off what is running; then nobody listens any more. */
  @Override
  public void close() {
    try {
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      open.forEach(LocalProxy::quietly);
      client.shutdownNow();
      threads.shutdownNow();
      awaitAcceptor();
    }
  }

  /** A virtual thread that waits for a connection holds the port until it has woken up. */
  private void awaitAcceptor() {
    acceptor.interrupt();
    try {
      acceptor.join(LAST);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private final class Counting implements Books {
    @Override
    public void refused(Refusal refusal) {
      if (!server.isClosed()) lastRefusal = refusal; // what close() cuts off is nobody's no
    }

    @Override
    public void asked() {
      recorded.incrementAndGet();
    }

    @Override
    public void notRecorded() {
      recorded.decrementAndGet();
    }

    @Override
    public void answered() {
      Refusal last = lastRefusal;
      if (last != null && PASSING.contains(last.code())) lastRefusal = null;
    }
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        room.acquire();
        serve(server.accept());
      } catch (IOException e) {
        room.release();
        if (!server.isClosed()) LockSupport.parkNanos(PAUSE_NANOS); // out of file handles
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  private void serve(Socket socket) {
    open.add(socket);
    if (server.isClosed()) quietly(socket);
    strangers.come(socket);
    Connection connection =
        new Connection(
            socket, door, forward, () -> strangers.gone(socket), requests::incrementAndGet);
    Thread.ofVirtual()
        .name("serai-proxy-connection")
        .start(
            () -> {
              try {
                connection.run();
              } finally {
                strangers.gone(socket);
                open.remove(socket);
                room.release();
              }
            });
  }

  private static void quietly(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // it is gone either way
    }
  }
}
