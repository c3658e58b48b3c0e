package dev.serai.cli.proxy;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** One connection to the proxy, byte by byte: for what no HTTP client would send. */
final class RawClient implements AutoCloseable {
  private final Socket socket;
  private final InputStream in;

  RawClient(int port) throws IOException {
    socket = new Socket("127.0.0.1", port);
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(20_000);
    in = new BufferedInputStream(socket.getInputStream());
  }

  record Got(int status, Map<String, List<String>> headers, String body) {
    String header(String name) {
      return String.join(" | ", headers.getOrDefault(name, List.of()));
    }
  }

  /** Every character is one byte. */
  RawClient send(String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    return this;
  }

  Got read() throws IOException {
    return read(false);
  }

  /**
   * @param headOnly it has no body whatever its headers say
   */
  Got read(boolean headOnly) throws IOException {
    Got got = head();
    String length = got.header("content-length");
    byte[] body = new byte[0];
    if (!headOnly && got.header("transfer-encoding").equals("chunked")) body = chunks();
    else if (!headOnly && !length.isEmpty()) body = in.readNBytes(Integer.parseInt(length));
    return new Got(got.status, got.headers, new String(body, StandardCharsets.UTF_8));
  }

  Got head() throws IOException {
    String[] status = line().split(" ");
    Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    for (String line = line(); !line.isEmpty(); line = line())
      headers
          .computeIfAbsent(line.substring(0, line.indexOf(':')), name -> new ArrayList<>())
          .add(line.substring(line.indexOf(':') + 1).strip());
    return new Got(Integer.parseInt(status[1]), headers, "");
  }

  /** The next chunk; empty at the proper end of the body. */
  String chunk() throws IOException {
    byte[] chunk = in.readNBytes(Integer.parseInt(line(), 16));
    line();
    return new String(chunk, StandardCharsets.UTF_8);
  }

  /** All that still comes, until the proxy closes. */
  String rest() throws IOException {
    return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
  }

  void leave() throws IOException {
    socket.close();
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
