import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * One plain chat call after the other on one connection, and how long each took.
 *
 * <p>{@code java bench/OneByOne.java URL KEY SECONDS} prints {@code RESULT calls micros p50 p99
 * errors}, after a second of warm-up that is not counted. wrk is not used for that: it counts a
 * call of 4 ms as if others had been due meanwhile (its correction for coordinated omission), at
 * one connection a dozen of them, so its p99 tells how often the machine paused, not what a call
 * waits.
 */
public final class OneByOne {
  private static final long SECOND = 1_000_000_000L;

  private final byte[] request;
  private final InputStream in;
  private final OutputStream out;
  private final byte[] line = new byte[8192];
  private int errors;

  private OneByOne(Socket socket, byte[] request) throws IOException {
    this.request = request;
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(10_000);
    in = new BufferedInputStream(socket.getInputStream(), 65_536);
    out = socket.getOutputStream();
  }

  public static void main(String[] args) throws IOException {
    URI to = URI.create(args[0]);
    String body =
        "{\"model\":\"plain-1\",\"max_tokens\":256,\"messages\":[{\"role\":\"user\",\"content\":\""
            + "The quick brown fox. ".repeat(48)
            + "\"}]}";
    String head =
        "POST /v1/chat/completions HTTP/1.1\r\nHost: %s:%d\r\nContent-Type: application/json\r\n"
            + "Authorization: Bearer %s\r\nContent-Length: %d\r\n\r\n";
    byte[] request =
        (head.formatted(to.getHost(), to.getPort(), args[1], body.length()) + body)
            .getBytes(StandardCharsets.US_ASCII);
    try (Socket socket = new Socket(to.getHost(), to.getPort())) {
      OneByOne calls = new OneByOne(socket, request);
      calls.run(SECOND);
      calls.errors = 0;
      long since = System.nanoTime();
      long[] nanos = calls.run(Long.parseLong(args[2]) * SECOND);
      long took = System.nanoTime() - since;
      Arrays.sort(nanos);
      System.out.printf(
          "RESULT %d %d %d %d %d%n",
          nanos.length,
          took / 1000,
          nanos[nanos.length / 2] / 1000,
          nanos[nanos.length * 99 / 100] / 1000,
          calls.errors);
    }
  }

  private long[] run(long nanos) throws IOException {
    long[] took = new long[1 << 20];
    int calls = 0;
    long end = System.nanoTime() + nanos;
    for (long now = System.nanoTime(); now < end && calls < took.length; ) {
      call();
      long then = System.nanoTime();
      took[calls++] = then - now;
      now = then;
    }
    return Arrays.copyOf(took, calls);
  }

  private void call() throws IOException {
    out.write(request);
    if (!line().startsWith("HTTP/1.1 200")) errors++;
    int length = -1;
    for (String header; !(header = line()).isEmpty(); )
      if (header.regionMatches(true, 0, "content-length:", 0, 15))
        length = Integer.parseInt(header.substring(15).strip());
    if (length < 0) throw new IOException("a reply without a length");
    in.skipNBytes(length);
  }

  private String line() throws IOException {
    int at = 0;
    for (int b; (b = in.read()) != '\n'; ) {
      if (b < 0) throw new IOException("the connection ended");
      line[at++] = (byte) b;
    }
    return new String(line, 0, at - 1, StandardCharsets.US_ASCII);
  }
}
