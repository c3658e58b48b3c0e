package dev.serai.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A stretch of network on this machine before a server: passes bytes on as they are, until it is
 * told to be slow or to break. Each {@link Way} is told for itself, and for connections made later.
 */
public final class FaultyNetwork implements AutoCloseable {
  private static final long NEVER = Long.MAX_VALUE;

  private final ServerSocket door;
  private final URI to;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private final AtomicInteger connections = new AtomicInteger();
  private volatile Way out = Way.FINE;
  private volatile Way back = Way.FINE;

  /** What happens at the byte where a way ends. */
  public enum End {
    /** FIN in this direction alone. */
    HALF_CLOSE,
    /** RST to both sides. */
    RESET,
    /** Nothing passes any more, and nobody is told. */
    SWALLOW
  }

  /**
   * One direction.
   *
   * @param latency before each piece
   * @param piece most bytes at a time
   * @param endsAt after that many bytes of a connection {@code end} happens
   * @param gate stands before the first byte, null = none
   */
  public record Way(Duration latency, int piece, long endsAt, End end, @Nullable Gate gate) {
    public static final Way FINE = new Way(Duration.ZERO, 64 * 1024, NEVER, End.HALF_CLOSE, null);

    public Way latency(Duration time) {
      return new Way(time, piece, endsAt, end, gate);
    }

    /** Together with the latency of each piece: a bandwidth. */
    public Way pieces(int bytes) {
      return new Way(latency, bytes, endsAt, end, gate);
    }

    public Way endsAt(long bytes, End how) {
      return new Way(latency, piece, bytes, how, gate);
    }

    public Way behind(Gate before) {
      return new Way(latency, piece, endsAt, end, before);
    }
  }

  private FaultyNetwork(URI to) {
    this.to = to;
    try {
      door = new ServerSocket(0, 1024, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofVirtual().name("faulty-network").start(this::accept);
  }

  /**
   * @param url of what is behind it; only host and port count
   */
  public static FaultyNetwork before(String url) {
    return new FaultyNetwork(URI.create(url));
  }

  /** {@code http://127.0.0.1:PORT}. */
  public String url() {
    return "http://127.0.0.1:" + door.getLocalPort();
  }

  /** Towards the server, of connections from now on. */
  public FaultyNetwork out(Way way) {
    out = way;
    return this;
  }

  /** Back to the client, of connections from now on. */
  public FaultyNetwork back(Way way) {
    back = way;
    return this;
  }

  public int connections() {
    return connections.get();
  }

  /** Sockets that are open on either side. */
  public int open() {
    return (int) sockets.stream().filter(socket -> !socket.isClosed()).count();
  }

  /** Resets everything that is open now. */
  public void reset() {
    List.copyOf(sockets).forEach(FaultyNetwork::reset);
  }

  private void accept() {
    while (!door.isClosed()) {
      try {
        join(door.accept());
      } catch (IOException closed) {
        // it was closed, or nobody listens behind it
      }
    }
  }

  private void join(Socket client) throws IOException {
    connections.incrementAndGet();
    sockets.add(client);
    Socket server;
    try {
      server = new Socket(to.getHost(), to.getPort());
    } catch (IOException refused) {
      drop(client);
      throw refused;
    }
    sockets.add(server);
    client.setTcpNoDelay(true);
    server.setTcpNoDelay(true);
    Way outwards = out;
    Way backwards = back;
    Thread.ofVirtual().start(() -> pass(client, server, outwards));
    Thread.ofVirtual().start(() -> pass(server, client, backwards));
  }

  private void pass(Socket from, Socket to, Way way) {
    try {
      if (way.gate() != null) way.gate().pass();
      InputStream in = from.getInputStream();
      OutputStream onward = to.getOutputStream();
      byte[] buffer = new byte[way.piece()];
      long left = way.endsAt();
      while (left > 0) {
        int n = in.read(buffer, 0, (int) Math.min(buffer.length, left));
        if (n < 0) break;
        if (!way.latency().isZero()) LockSupport.parkNanos(way.latency().toNanos());
        onward.write(buffer, 0, n);
        left -= n;
      }
      if (left > 0) half(from, to);
      else end(from, to, way.end());
    } catch (IOException broken) {
      // a broken side breaks the other
      reset(from);
      reset(to);
    }
  }

  private void end(Socket from, Socket to, End end) throws IOException {
    switch (end) {
      case HALF_CLOSE -> half(from, to);
      case RESET -> {
        reset(to);
        reset(from);
      }
      case SWALLOW -> from.getInputStream().transferTo(OutputStream.nullOutputStream());
    }
  }

  /** The second direction that ends closes both. */
  private void half(Socket from, Socket to) throws IOException {
    to.shutdownOutput();
    if (from.isOutputShutdown()) {
      drop(from);
      drop(to);
    }
  }

  private void drop(Socket socket) {
    sockets.remove(socket);
    try {
      socket.close();
    } catch (IOException e) {
      // it is gone either way
    }
  }

  private static void reset(Socket socket) {
    try {
      socket.setSoLinger(true, 0);
      socket.close();
    } catch (IOException e) {
      // it is gone either way
    }
  }

  @Override
  public void close() {
    try {
      door.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    reset();
  }
}
