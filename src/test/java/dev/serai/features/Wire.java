package dev.serai.features;

import dev.serai.testing.GatewayUnderTest;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/** One connection to the gateway port, byte by byte: for what no HTTP client would send. */
final class Wire implements AutoCloseable {
  private final Socket socket;
  private final InputStream in;

  Wire(GatewayUnderTest gateway) throws IOException {
    this(URI.create(gateway.url()));
  }

  Wire(URI url) throws IOException {
    this(new Socket(url.getHost(), url.getPort()));
  }

  Wire(Socket socket) throws IOException {
    this.socket = socket;
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(20_000);
    in = new BufferedInputStream(socket.getInputStream());
  }

  record Got(int status, Map<String, String> headers, String body) {}

  /** Lines of a head, then the body; {@code \n} becomes CRLF in the head. */
  static String post(String path, String body, String... headers) {
    return "POST "
        + path
        + " HTTP/1.1\r\nhost: gateway\r\nauthorization: Bearer "
        + GatewayUnderTest.KEY
        + "\r\ncontent-type: application/json\r\ncontent-length: "
        + body.getBytes(StandardCharsets.UTF_8).length
        + "\r\n"
        + (headers.length == 0 ? "" : String.join("\r\n", headers) + "\r\n")
        + "\r\n"
        + body;
  }

  Wire send(String text) throws IOException {
    return send(text.getBytes(StandardCharsets.UTF_8));
  }

  Wire send(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
    socket.getOutputStream().flush();
    return this;
  }

  /** Nothing more will be sent, and soon nothing more is waited for. */
  Wire sentAll() throws IOException {
    socket.shutdownOutput();
    socket.setSoTimeout(100);
    return this;
  }

  Got read() throws IOException {
    return read(false);
  }

  /** The next response whole; {@code head}: it has no body whatever its headers say. */
  Got read(boolean head) throws IOException {
    Got got = head();
    String length = got.headers.get("content-length");
    byte[] body;
    if (head || got.status < 200) body = new byte[0];
    else if ("chunked".equals(got.headers.get("transfer-encoding"))) body = chunks();
    else if (length != null) body = in.readNBytes(Integer.parseInt(length));
    else body = in.readAllBytes();
    return new Got(got.status, got.headers, new String(body, StandardCharsets.UTF_8));
  }

  /** Status and headers alone. */
  Got head() throws IOException {
    String[] status = line().split(" ");
    Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    for (String line = line(); !line.isEmpty(); line = line())
      headers.put(
          line.substring(0, line.indexOf(':')), line.substring(line.indexOf(':') + 1).strip());
    return new Got(Integer.parseInt(status[1]), headers, "");
  }

  /**
   * @param whole whether the message came to its end
   */
  record Streamed(String body, boolean whole) {}

  /** A chunked body behind its {@link #head}, as far as it goes. */
  Streamed streamed() {
    var body = new ByteArrayOutputStream();
    boolean whole = false;
    try {
      for (int size = Integer.parseInt(line(), 16); ; size = Integer.parseInt(line(), 16)) {
        body.write(in.readNBytes(size));
        line();
        whole = size == 0;
        if (whole) break;
      }
    } catch (IOException cut) {
      // it is not whole
    }
    return new Streamed(body.toString(StandardCharsets.UTF_8), whole);
  }

  /** How many bytes a body has, chunked or with a length, behind its {@link #head}. */
  long counted(Got head) throws IOException {
    String length = head.headers.get("content-length");
    if (length != null) return skipped(Long.parseLong(length));
    long all = 0;
    for (long size = Long.parseLong(line(), 16); ; size = Long.parseLong(line(), 16)) {
      all += skipped(size);
      line();
      if (size == 0) return all;
    }
  }

  private long skipped(long bytes) throws IOException {
    in.skipNBytes(bytes);
    return bytes;
  }

  /** The next pieces of a chunked body, until the text is among them. */
  String until(String text) throws IOException {
    var body = new StringBuilder();
    while (body.indexOf(text) < 0) {
      body.append(new String(in.readNBytes(Integer.parseInt(line(), 16)), StandardCharsets.UTF_8));
      line();
    }
    return body.toString();
  }

  /** The next bytes as they come, framing included. */
  String some(int bytes) throws IOException {
    return new String(in.readNBytes(bytes), StandardCharsets.ISO_8859_1);
  }

  /** All that still comes, until the gateway closes. */
  byte[] rest() throws IOException {
    return in.readAllBytes();
  }

  /** The same where not all that was sent is read: such bytes make a reset of the closing. */
  byte[] restOrReset() throws IOException {
    var rest = new ByteArrayOutputStream();
    try {
      in.transferTo(rest);
    } catch (SocketException reset) {
      // that is its end as well
    }
    return rest.toByteArray();
  }

  private byte[] chunks() throws IOException {
    var body = new ByteArrayOutputStream();
    while (true) {
      int size = Integer.parseInt(line(), 16);
      body.write(in.readNBytes(size));
      line();
      if (size == 0) return body.toByteArray();
    }
  }

  private String line() throws IOException {
    var line = new ByteArrayOutputStream();
    for (int b = in.read(); b != '\n'; b = in.read()) {
      if (b < 0) throw new IOException("ended in a line: " + line);
      if (b != '\r') line.write(b);
    }
    return line.toString(StandardCharsets.ISO_8859_1);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
