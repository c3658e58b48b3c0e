package dev.serai.testing;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/**
 * Turns a good {@link Answer} into its bytes on the wire, and bends those: for what no decent
 * server sends.
 *
 * <pre>{@code
 * RawAnswer.of(Dialects.ANTHROPIC.reply("m", "hello")).length(5000).answer().closeAt(…)
 * }</pre>
 */
public final class RawAnswer {
  private final Answer good;
  private final StringBuilder interim = new StringBuilder();
  private final List<String> lines = new ArrayList<>();
  private String statusLine;
  private String framing;
  private String trailers = "";
  private IntFunction<String> chunkSize = Integer::toHexString;
  private boolean closes;

  private RawAnswer(Answer good) {
    this.good = good;
    this.statusLine = "HTTP/1.1 " + good.status() + " Fake";
    this.framing = good.sized() ? "content-length: " + good.length() : "transfer-encoding: chunked";
    good.headers().forEach(field -> lines.add(field.name() + ": " + field.value()));
  }

  public static RawAnswer of(Answer good) {
    return new RawAnswer(good);
  }

  /** A whole reply of the 1xx kind that comes first. */
  public RawAnswer interim(int status, String... headerLines) {
    interim.append("HTTP/1.1 ").append(status).append(" Interim\r\n");
    for (String line : headerLines) interim.append(line).append("\r\n");
    interim.append("\r\n");
    return this;
  }

  public RawAnswer statusLine(String other) {
    statusLine = other;
    return this;
  }

  /** One more header line, whatever it says. */
  public RawAnswer line(String line) {
    lines.add(line);
    return this;
  }

  /** Instead of the true one. */
  public RawAnswer length(String contentLength) {
    framing = "content-length: " + contentLength;
    return this;
  }

  /** No length and no chunks: the body ends with the connection. */
  public RawAnswer untilClosed() {
    framing = "connection: close";
    closes = true;
    return this;
  }

  /** A chunk for each piece, whatever the answer said. */
  public RawAnswer chunked() {
    framing = "transfer-encoding: chunked";
    return this;
  }

  /** What is sent as each chunk's size, given the true one. */
  public RawAnswer chunkSize(IntFunction<String> size) {
    chunkSize = size;
    return this;
  }

  /** Behind the last chunk. */
  public RawAnswer trailers(String... trailerLines) {
    trailers = String.join("\r\n", trailerLines) + "\r\n";
    return this;
  }

  /** How many bytes come before the body. */
  public int bodyAt() {
    return head().length;
  }

  /** A {@link Answer#raw raw} answer: offsets of cuts count from the status line on. */
  public Answer answer() {
    var wire = new ByteArrayOutputStream();
    wire.writeBytes(head());
    boolean chunked = framing.startsWith("transfer-encoding");
    for (Answer.Step step : good.body()) {
      if (!(step instanceof Answer.Step.Send(byte[] bytes))) continue;
      if (chunked) wire.writeBytes(ascii(chunkSize.apply(bytes.length) + "\r\n"));
      wire.writeBytes(bytes);
      if (chunked) wire.writeBytes(ascii("\r\n"));
    }
    if (chunked) wire.writeBytes(ascii("0\r\n" + trailers + "\r\n"));
    Answer raw = Answer.raw(wire.toByteArray());
    return closes ? raw.closeAt(raw.length()) : raw;
  }

  private byte[] head() {
    var head = new StringBuilder(interim).append(statusLine).append("\r\n");
    for (String line : lines) head.append(line).append("\r\n");
    return ascii(head.append(framing).append("\r\n\r\n").toString());
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }
}
