package dev.serai.cli.proxy;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.http.HttpHeaders;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** Writes replies to an agent. Every piece of a body leaves as it comes. */
final class Reply {
  private static final byte[] CRLF = {'\r', '\n'};
  private static final byte[] LAST_CHUNK = "0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

  private final OutputStream out;
  private final boolean headOnly;

  /**
   * @param headOnly whether the request was a HEAD
   */
  Reply(OutputStream out, boolean headOnly) {
    this.out = out;
    this.headOnly = headOnly;
  }

  void goOn() throws IOException {
    out.write("HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
  }

  /** One of our own. */
  void whole(int status, Map<String, String> headers, String body, boolean close)
      throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    StringBuilder head = new StringBuilder("HTTP/1.1 ").append(status).append(" \r\n");
    headers.forEach((name, value) -> line(head, name, value));
    line(head, "content-length", Integer.toString(bytes.length));
    if (close && !headers.containsKey("connection")) line(head, "connection", "close");
    write(head, headOnly ? new byte[0] : bytes);
  }

  /** A refusal, its body read already. */
  void whole(HttpResponse<?> from, byte[] body, boolean close) throws IOException {
    StringBuilder head = head(from);
    if (!bodiless(from.statusCode())) line(head, "content-length", Integer.toString(body.length));
    if (close) line(head, "connection", "close");
    write(head, bodiless(from.statusCode()) ? new byte[0] : body);
  }

  /**
   * A reply of the gateway.
   *
   * @throws IOException when either side left; what was sent is then no whole message
   */
  void streamed(HttpResponse<InputStream> from, boolean close, Runnable onPiece)
      throws IOException {
    StringBuilder head = head(from);
    List<String> lengths = from.headers().allValues("content-length");
    boolean sized = lengths.size() == 1;
    boolean bodiless = bodiless(from.statusCode());
    if (sized && (headOnly || !bodiless)) line(head, "content-length", lengths.getFirst());
    else if (!bodiless) line(head, "transfer-encoding", "chunked");
    if (close) line(head, "connection", "close");
    write(head, new byte[0]);
    if (bodiless) return;
    byte[] piece = new byte[16 * 1024];
    InputStream body = from.body();
    for (int count = body.read(piece); count >= 0; count = body.read(piece)) {
      onPiece.run();
      if (sized) out.write(piece, 0, count);
      else chunk(piece, count);
    }
    if (!sized) out.write(LAST_CHUNK);
  }

  private boolean bodiless(int status) {
    return headOnly || status == 204 || status == 304;
  }

  private static StringBuilder head(HttpResponse<?> from) {
    StringBuilder head = new StringBuilder("HTTP/1.1 ").append(from.statusCode()).append(" \r\n");
    for (Fields.Field field : fields(from.headers()).passing())
      line(head, field.name(), field.value());
    return head;
  }

  private static Fields fields(HttpHeaders headers) {
    Fields fields = new Fields();
    headers.map().forEach((name, values) -> values.forEach(value -> fields.add(name, value)));
    return fields;
  }

  private static void line(StringBuilder head, String name, String value) {
    head.append(name).append(": ").append(value).append("\r\n");
  }

  private void chunk(byte[] piece, int count) throws IOException {
    if (count == 0) return;
    byte[] size = (Integer.toHexString(count) + "\r\n").getBytes(StandardCharsets.US_ASCII);
    byte[] chunk = new byte[size.length + count + CRLF.length];
    System.arraycopy(size, 0, chunk, 0, size.length);
    System.arraycopy(piece, 0, chunk, size.length, count);
    System.arraycopy(CRLF, 0, chunk, size.length + count, CRLF.length);
    out.write(chunk);
  }

  private void write(StringBuilder head, byte[] body) throws IOException {
    byte[] start = head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
    byte[] all = java.util.Arrays.copyOf(start, start.length + body.length);
    System.arraycopy(body, 0, all, start.length, body.length);
    out.write(all);
  }
}
