package dev.serai.cli.proxy;

import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Request line and headers of an HTTP/1.1 request, read so that there is one reading of them or
 * none: no bare LF, no folded line, no space before a colon, no two framings of a body.
 *
 * @param length of the body in bytes; {@link #CHUNKED} when its chunks tell
 */
record RequestHead(String method, String target, Fields headers, long length) {
  static final long CHUNKED = -1;
  private static final int MOST = 64 * 1024;
  private static final String TOKEN = "!#$%&'*+-.^_`|~";

  static RequestHead read(Wire wire) throws IOException, NotForwarded {
    Lines lines = new Lines(wire, MOST);
    String[] parts = lines.next().split(" ", -1);
    if (parts.length != 3 || !token(parts[0]))
      throw NotForwarded.malformed("That is not a request line.");
    if (!parts[2].equals("HTTP/1.1"))
      throw new NotForwarded(505, "bad_request", "Only HTTP/1.1 is spoken here.");
    Fields headers = new Fields();
    for (String line = lines.next(); !line.isEmpty(); line = lines.next()) {
      int colon = line.indexOf(':');
      if (colon < 1 || !token(line.substring(0, colon)))
        throw NotForwarded.malformed("That is not a header line.");
      headers.add(line.substring(0, colon), line.substring(colon + 1).strip());
    }
    return new RequestHead(parts[0], parts[1], headers, framing(headers));
  }

  boolean closes() {
    return headers.says("connection", "close");
  }

  private static long framing(Fields headers) throws NotForwarded {
    List<String> lengths = headers.of("content-length");
    List<String> encodings = headers.of("transfer-encoding");
    if (lengths.size() + encodings.size() > 1)
      throw NotForwarded.malformed("The length of the body is told more than once.");
    if (!encodings.isEmpty()) {
      if (encodings.getFirst().equalsIgnoreCase("chunked")) return CHUNKED;
      throw NotForwarded.malformed("The only transfer-encoding taken is 'chunked'.");
    }
    if (lengths.isEmpty()) return 0;
    String length = lengths.getFirst();
    if (length.isEmpty() || length.length() > 15 || !length.chars().allMatch(RequestHead::digit))
      throw NotForwarded.malformed("The content-length is not a number.");
    return Long.parseLong(length);
  }

  private static boolean digit(int c) {
    return c >= '0' && c <= '9';
  }

  private static boolean token(String name) {
    return !name.isEmpty()
        && name.chars()
            .allMatch(
                c ->
                    digit(c)
                        || c >= 'a' && c <= 'z'
                        || c >= 'A' && c <= 'Z'
                        || TOKEN.indexOf(c) >= 0);
  }

  /** Lines that end in CRLF and have no other control character than a tab. */
  static final class Lines {
    private final Wire wire;
    private int left;

    Lines(Wire wire, int most) {
      this.wire = wire;
      this.left = most;
    }

    String next() throws IOException, NotForwarded {
      byte[] line = new byte[256];
      int length = 0;
      while (true) {
        int c = wire.read();
        if (c < 0) throw new EOFException("the client left amid a request");
        if (--left < 0) throw new NotForwarded(431, "bad_request", "The headers are above 64 KB.");
        if (c == '\r') {
          left--;
          if (wire.read() == '\n') return new String(line, 0, length, StandardCharsets.ISO_8859_1);
          throw NotForwarded.malformed("A line ends in CR alone.");
        }
        if (c < ' ' && c != '\t' || c == 0x7f)
          throw NotForwarded.malformed("A control character, or a line that ends in LF alone.");
        if (length == line.length) line = java.util.Arrays.copyOf(line, length * 2);
        line[length++] = (byte) c;
      }
    }
  }
}
