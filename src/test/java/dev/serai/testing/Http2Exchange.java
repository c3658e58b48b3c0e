package dev.serai.testing;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** One request to an {@link Http2Provider}, and what is sent for it. */
public final class Http2Exchange {
  private static final int PIECE = 8 * 1024;

  private final Http2ProviderConnection connection;
  private final int stream;

  Http2Exchange(Http2ProviderConnection connection, int stream) {
    this.connection = connection;
    this.stream = stream;
  }

  /** 1 for the first. */
  public int connection() {
    return connection.number();
  }

  public int stream() {
    return stream;
  }

  public Http2Exchange head(int status, String contentType) throws IOException {
    connection.head(stream, status, contentType);
    return this;
  }

  /** Whole, as soon as the other side's windows let it through. */
  public Http2Exchange data(byte[] bytes, boolean end) throws IOException {
    for (int at = 0; at < bytes.length; at += PIECE) {
      int length = Math.min(PIECE, bytes.length - at);
      if (!connection.data(stream, bytes, at, length, end && at + length == bytes.length, 20_000))
        throw new AssertionError("no window within 20 s");
    }
    return this;
  }

  /**
   * Sends a piece again and again, until the other side takes none for a while.
   *
   * @param spare what the stream's window has left then, at least
   * @return how often
   */
  public int flood(byte[] piece, int spare, int most) throws IOException {
    int sent = 0;
    while (sent < most && connection.roomy(stream, piece.length + spare, 500)) {
      connection.data(stream, piece, 0, piece.length, false, 0);
      sent++;
    }
    return sent;
  }

  public void answer(Answer answer) throws IOException {
    StringBuilder body = new StringBuilder();
    for (Answer.Step step : answer.body())
      if (step instanceof Answer.Step.Send(byte[] bytes))
        body.append(new String(bytes, StandardCharsets.ISO_8859_1));
    String type = body.indexOf("data:") >= 0 ? "text/event-stream" : "application/json";
    head(answer.status(), type).data(body.toString().getBytes(StandardCharsets.ISO_8859_1), true);
  }

  public void reset(int code) throws IOException {
    connection.reset(stream, code);
  }

  /**
   * On its connection.
   *
   * @param lastStream the last one that will be served
   */
  public Http2Exchange goAway(int lastStream) throws IOException {
    connection.goAway(lastStream);
    return this;
  }

  /** Ends its connection without a word. */
  public void drop() {
    connection.close();
  }
}
