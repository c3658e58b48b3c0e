package dev.serai.cli.proxy;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;

/** The body of a request as it comes in, its framing taken off. Ends with {@code onEnd}, once. */
final class RequestBody extends InputStream {
  private static final Duration SILENCE = Duration.ofMinutes(2);
  private static final int TRAILERS = 8 * 1024;

  private final Wire wire;
  private final boolean chunked;
  private final Runnable onEnd;
  private long left;
  private boolean begun;
  private volatile boolean ended;

  /**
   * @param length in bytes, or {@link RequestHead#CHUNKED}
   */
  RequestBody(Wire wire, long length, Runnable onEnd) {
    this.wire = wire;
    this.chunked = length == RequestHead.CHUNKED;
    this.left = chunked ? 0 : length;
    this.onEnd = onEnd;
  }

  /** Whether all of it has been read. */
  boolean ended() {
    return ended;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    if (ended) return -1;
    if (length == 0) return 0;
    wire.within(SILENCE);
    if (left == 0 && (!chunked || !nextChunk())) {
      ended = true;
      onEnd.run();
      return -1;
    }
    int count = wire.read(bytes, offset, (int) Math.min(length, left));
    if (count < 0) throw new EOFException("the client left amid a request");
    left -= count;
    if (left == 0 && !chunked) {
      ended = true;
      onEnd.run();
    }
    return count;
  }

  /** False behind the last one. */
  private boolean nextChunk() throws IOException {
    try {
      RequestHead.Lines lines = new RequestHead.Lines(wire, TRAILERS);
      if (begun && !lines.next().isEmpty()) throw new BadChunk();
      begun = true;
      String size = lines.next();
      if (!size.matches("[0-9A-Fa-f]{1,15}")) throw new BadChunk(); // no extensions either
      left = Long.parseLong(size, 16);
      if (left > 0) return true;
      while (!lines.next().isEmpty()) {
        // trailers are for nobody
      }
      return false;
    } catch (NotForwarded e) {
      throw new BadChunk();
    }
  }

  /** A body whose chunks can be read in more than one way. */
  static final class BadChunk extends IOException {
    BadChunk() {
      super("The chunks of the body are not framed properly.");
    }

    String sentence() {
      return String.valueOf(getMessage());
    }
  }
}
