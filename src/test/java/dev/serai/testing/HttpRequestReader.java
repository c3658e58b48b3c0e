package dev.serai.testing;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads HTTP/1.1 requests off a connection, strictly: a malformed one is an error, not a guess. */
final class HttpRequestReader {
  private static final int LINE_MAX = 256 * 1024;

  private final InputStream in;
  private final int connection;

  HttpRequestReader(InputStream in, int connection) {
    this.in = in;
    this.connection = connection;
  }

  interface Continue {
    void send() throws IOException;
  }

  /** Null at the clean end of the connection. */
  @Nullable RecordedRequest next(Continue onExpect) throws IOException {
    String start = line();
    if (start == null) {
      return null;
    }
    String[] parts = start.split(" ", -1);
    if (parts.length != 3 || !parts[2].startsWith("HTTP/1.")) {
      throw new IOException("not a request line: " + start);
    }
    List<Answer.Field> headers = headers();
    if ("100-continue".equalsIgnoreCase(value(headers, "expect"))) {
      onExpect.send();
    }
    return new RecordedRequest(parts[0], parts[1], headers, body(headers), connection);
  }

  private byte[] body(List<Answer.Field> headers) throws IOException {
    if ("chunked".equalsIgnoreCase(value(headers, "transfer-encoding"))) {
      return chunks();
    }
    String length = value(headers, "content-length");
    return length.isEmpty() ? new byte[0] : exactly(Integer.parseInt(length));
  }

  private byte[] chunks() throws IOException {
    var body = new ByteArrayOutputStream();
    while (true) {
      int size = Integer.parseInt(present().split(";", 2)[0].trim(), 16);
      if (size == 0) {
        headers(); // trailers
        return body.toByteArray();
      }
      body.write(exactly(size));
      if (!present().isEmpty()) {
        throw new IOException("chunk is longer than its size " + size);
      }
    }
  }

  private List<Answer.Field> headers() throws IOException {
    var headers = new ArrayList<Answer.Field>();
    for (String line = present(); !line.isEmpty(); line = present()) {
      int colon = line.indexOf(':');
      if (colon < 1) {
        throw new IOException("not a header line: " + line);
      }
      headers.add(new Answer.Field(line.substring(0, colon), line.substring(colon + 1).strip()));
    }
    return headers;
  }

  private static String value(List<Answer.Field> headers, String name) {
    return headers.stream()
        .filter(f -> f.name().equalsIgnoreCase(name))
        .map(Answer.Field::value)
        .findFirst()
        .orElse("");
  }

  private byte[] exactly(int length) throws IOException {
    byte[] bytes = in.readNBytes(length);
    if (bytes.length < length) {
      throw new EOFException("body: " + bytes.length + " of " + length + " bytes");
    }
    return bytes;
  }

  private String present() throws IOException {
    String line = line();
    if (line == null) {
      throw new EOFException("connection ended inside a request");
    }
    return line;
  }

  private @Nullable String line() throws IOException {
    var line = new ByteArrayOutputStream(128);
    for (int b = in.read(); b != '\n'; b = in.read()) {
      if (b < 0 || line.size() > LINE_MAX) {
        if (b < 0 && line.size() == 0) {
          return null;
        }
        throw new EOFException("line ended after " + line.size() + " bytes");
      }
      line.write(b);
    }
    String text = line.toString(StandardCharsets.ISO_8859_1);
    return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
  }
}
