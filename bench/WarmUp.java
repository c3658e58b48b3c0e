import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What a call costs a gateway that has just started: CPU of its process per request, in windows of
 * a thousand.
 *
 * <p>{@code java bench/WarmUp.java URL KEY PID [REQUESTS]} sends chat calls of 1 KB over 16 kept
 * connections and prints {@code RESULT w1 … w10 settled} in microseconds: the first ten windows,
 * and the mean of the last quarter of all requests (80,000 unless told).
 */
public final class WarmUp {
  private static final int CONNECTIONS = 16;
  private static final int WINDOW = 1_000;
  private static final int WINDOWS = 10;
  private static final long TICK_MICROS = 10_000;

  private final String host;
  private final int port;
  private final byte[] request;
  private final AtomicInteger left = new AtomicInteger();

  private WarmUp(URI url, String key) {
    this.host = url.getHost();
    this.port = url.getPort();
    String body =
        "{\"model\":\"plain-1\",\"messages\":[{\"role\":\"user\",\"content\":\""
            + "Say it again. ".repeat(68)
            + "\"}]}";
    this.request =
        ("POST /v1/chat/completions HTTP/1.1\r\nhost: "
                + host
                + "\r\nauthorization: Bearer "
                + key
                + "\r\ncontent-type: application/json\r\ncontent-length: "
                + body.length()
                + "\r\n\r\n"
                + body)
            .getBytes(StandardCharsets.US_ASCII);
  }

  public static void main(String[] args) throws Exception {
    var warmUp = new WarmUp(URI.create(args[0]), args[1]);
    Path stat = Path.of("/proc", args[2], "stat");
    int all = args.length > 3 ? Integer.parseInt(args[3]) : 80_000;
    var figures = new ArrayList<String>();
    try (var connections = new Connections()) {
      for (int i = 0; i < CONNECTIONS; i++) connections.add(new Socket(warmUp.host, warmUp.port));
      for (int i = 0; i < WINDOWS; i++) figures.add(warmUp.measure(connections, stat, WINDOW));
      warmUp.measure(connections, stat, all - WINDOWS * WINDOW - all / 4);
      figures.add(warmUp.measure(connections, stat, all / 4));
    }
    System.out.println("RESULT " + String.join(" ", figures));
  }

  private static final class Connections implements AutoCloseable {
    private final List<Socket> sockets = new ArrayList<>();

    void add(Socket socket) throws IOException {
      socket.setTcpNoDelay(true);
      sockets.add(socket);
    }

    @Override
    public void close() throws IOException {
      for (Socket socket : sockets) socket.close();
    }
  }

  private String measure(Connections connections, Path stat, int requests) throws Exception {
    left.set(requests);
    var done = new CountDownLatch(CONNECTIONS);
    var failures = new AtomicInteger();
    long before = ticks(stat);
    for (Socket socket : connections.sockets) {
      Thread.ofVirtual()
          .start(
              () -> {
                try {
                  var in = new BufferedInputStream(socket.getInputStream(), 16_384);
                  while (left.getAndDecrement() > 0) call(socket, in);
                } catch (IOException e) {
                  failures.incrementAndGet();
                  System.err.println(e);
                } finally {
                  done.countDown();
                }
              });
    }
    done.await();
    if (failures.get() > 0) throw new IllegalStateException("calls failed");
    double micros = (double) (ticks(stat) - before) * TICK_MICROS / requests;
    return String.format(Locale.ROOT, "%.0f", micros);
  }

  private void call(Socket socket, InputStream in) throws IOException {
    socket.getOutputStream().write(request);
    String status = line(in);
    if (!status.startsWith("HTTP/1.1 200")) throw new IOException(status);
    int length = -1;
    for (String line = line(in); !line.isEmpty(); line = line(in)) {
      if (line.regionMatches(true, 0, "content-length:", 0, 15))
        length = Integer.parseInt(line.substring(15).strip());
    }
    if (length < 0) throw new IOException("no content-length");
    in.skipNBytes(length);
  }

  private static String line(InputStream in) throws IOException {
    var line = new StringBuilder(64);
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) throw new IOException("closed");
      if (c != '\r') line.append((char) c);
    }
    return line.toString();
  }

  /** User and system time of the process; its name may hold spaces. */
  private static long ticks(Path stat) throws IOException {
    String text = Files.readString(stat);
    String[] fields = text.substring(text.lastIndexOf(')') + 2).split(" ");
    return Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
  }
}
